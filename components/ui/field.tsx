import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

type FieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Draws the control with the ids that tie it to its label, hint and error. */
  readonly children: (control: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined }) => ReactNode;
};

/** A control with its label above, and a hint or an error below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  const noteId = `${id}-note`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": note === undefined ? undefined : noteId,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {note === undefined ? null : (
        <p id={noteId} className={error === undefined ? "text-muted text-sm" : "flex items-start gap-1 text-critical text-sm"}>
          {error === undefined ? null : <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />}
          <span>{note}</span>
        </p>
      )}
    </div>
  );
}
