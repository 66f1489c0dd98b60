"use client";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { readTypedRange, type TimeRange } from "@/lib/domain/time-range.ts";

/** A duration as operators type it, taken on Enter. */
export function TypedRange({ onChoose }: { readonly onChoose: (range: TimeRange) => void }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = readTypedRange(text);
    if (typed.kind === "range") onChoose(typed.range);
    else setProblem(typed.reason);
  };
  return (
    <form onSubmit={submit}>
      <Field label="Last" error={problem}>
        {(control) => (
          <Input
            {...control}
            value={text}
            placeholder="25m, 2h, 3d, 1h30m"
            autoComplete="off"
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
    </form>
  );
}
