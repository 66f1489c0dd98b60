"use client";
import { CircleCheck, TriangleAlert, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Button } from "./button.tsx";

/** Something that happened. `warning` is a refusal or a failure and stays longer, as does what can be taken back. */
export type ToastMessage = {
  readonly tone: "done" | "warning";
  readonly text: string;
  readonly action?: { readonly label: string; readonly onPress: () => void };
};

type ShownToast = ToastMessage & { readonly id: number };

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null);

/** Says something in the corner, and politely aloud. Never the only place where something stands. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ToastContext);
  if (show === null) throw new Error("useToast is used outside of ToastProvider");
  return show;
}

/** Once, around everything. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<{ readonly next: number; readonly shown: readonly ShownToast[] }>({ next: 1, shown: [] });
  const show = useCallback(
    (message: ToastMessage) => setToasts(({ next, shown }) => ({ next: next + 1, shown: [...shown.slice(-2), { ...message, id: next }] })),
    [],
  );
  const dismiss = (id: number) => setToasts(({ next, shown }) => ({ next, shown: shown.filter((toast) => toast.id !== id) }));
  return (
    <ToastContext value={show}>
      <Radix.Provider swipeDirection="right">
        {children}
        {toasts.shown.map((toast) => (
          <OneToast key={toast.id} toast={toast} onDismiss={() => dismiss(toast.id)} />
        ))}
        <Radix.Viewport className="fixed right-4 bottom-20 z-60 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none md:bottom-4" />
      </Radix.Provider>
    </ToastContext>
  );
}

function OneToast({ toast, onDismiss }: { readonly toast: ShownToast; readonly onDismiss: () => void }) {
  const Shape = toast.tone === "done" ? CircleCheck : TriangleAlert;
  return (
    <Radix.Root
      type="background"
      duration={toast.tone === "done" && toast.action === undefined ? 4000 : 10_000}
      onOpenChange={(open) => (open ? undefined : onDismiss())}
      className="slides-in flex items-start gap-2 rounded-lg border bg-surface p-3 shadow-xl"
    >
      <Shape
        aria-hidden="true"
        className={toast.tone === "done" ? "mt-0.5 size-4 shrink-0 text-healthy" : "mt-0.5 size-4 shrink-0 text-warning"}
      />
      <Radix.Description className="min-w-0 flex-1">{toast.text}</Radix.Description>
      {toast.action === undefined ? null : (
        <Radix.Action asChild altText={toast.action.label}>
          <Button size="small" variant="quiet" className="-my-1 text-accent" onClick={toast.action.onPress}>
            {toast.action.label}
          </Button>
        </Radix.Action>
      )}
      <Radix.Close aria-label="Dismiss" className="text-muted hover:text-text">
        <X aria-hidden="true" className="size-4" />
      </Radix.Close>
    </Radix.Root>
  );
}
