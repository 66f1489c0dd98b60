"use client";
import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Input } from "@/components/ui/input.tsx";

/** After this long without a key the search begins. */
const PAUSE_MS = 400;

type WordsFieldProps = {
  readonly words: string;
  readonly onChange: (words: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
};

/** Words to be found in description and error; searched for when the typing rests, or by Enter. */
export function WordsField({ words, onChange, field }: WordsFieldProps) {
  const [typed, setTyped] = useState(words);
  const [seen, setSeen] = useState(words);
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // "Back", or a cleared filter: the address leads.
  if (words !== seen) {
    setSeen(words);
    if (words !== typed.trim()) setTyped(words);
  }
  useEffect(() => () => clearTimeout(pause.current), []);
  const search = (text: string) => {
    clearTimeout(pause.current);
    if (text.trim() !== words) onChange(text.trim());
  };
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => search(text), PAUSE_MS);
  };
  const clear = () => {
    setTyped("");
    search("");
    field.current?.focus();
  };
  return (
    <div className="relative w-full min-w-32 sm:w-auto sm:max-w-80 sm:flex-1">
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        ref={field}
        type="text"
        inputMode="search"
        value={typed}
        maxLength={200}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") search(typed);
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        aria-label="Words in description and error"
        aria-keyshortcuts="/"
        title={'As in a web search: "exact words", or, -without'}
        placeholder="Find words"
        className="px-8"
      />
      {typed === "" ? null : (
        <IconButton label="Clear the words" size="small" className="absolute top-0.5 right-0.5" onClick={clear}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
