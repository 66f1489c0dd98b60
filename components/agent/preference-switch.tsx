"use client";
import { classNames } from "@/components/ui/class-names.ts";
import { PREFERENCES, type Preference } from "@/lib/domain/recommendation.ts";

const WORDS: Readonly<Record<Preference, string>> = { reliability: "Reliability", speed: "Speed", cost: "Cost" };

type PreferenceSwitchProps = { readonly value: Preference; readonly onChange: (preference: Preference) => void };

/** What counts most, of three. The ranking follows at once, so that "what if" is one press. */
export function PreferenceSwitch({ value, onChange }: PreferenceSwitchProps) {
  return (
    <fieldset className="inline-flex rounded-md border border-edge bg-surface">
      <legend className="sr-only">What counts most</legend>
      {PREFERENCES.map((preference) => (
        <button
          key={preference}
          type="button"
          aria-pressed={preference === value}
          onClick={() => onChange(preference)}
          className={classNames(
            "h-[30px] px-3 first:rounded-l-md last:rounded-r-md",
            preference === value ? "bg-hover font-medium text-text" : "text-muted hover:text-text",
          )}
        >
          {WORDS[preference]}
        </button>
      ))}
    </fieldset>
  );
}
