"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./icon-button.tsx";
import { useToast } from "./toast.tsx";

type CopyButtonProps = {
  readonly text: string;
  /** What is copied: "the id", "the key". */
  readonly what: string;
  readonly className?: string;
};

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch (cause) {
      console.warn("clipboard refused", cause);
      toast({ tone: "warning", text: `The browser did not allow copying ${what}. Select it and copy it by hand.` });
    }
  };
  return (
    <IconButton
      label={copied ? `Copied ${what}` : `Copy ${what}`}
      size="small"
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
      {...(className === undefined ? {} : { className })}
    >
      {copied ? <Check aria-hidden="true" className="text-healthy" /> : <Copy aria-hidden="true" />}
    </IconButton>
  );
}
