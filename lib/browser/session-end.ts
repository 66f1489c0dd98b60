import { useEffect } from "react";

const CHANNEL = "windvane-session";

/** Tells the other tabs of this browser that nobody is signed in any more. */
export function useTellSessionEnd(): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage("ended");
    channel.close();
  }, []);
}

/**
 * Draws the page anew when another tab found that nobody is signed in: the server then asks who one is, and nothing of the session
 * that ended stays on the screen. Whoever is signed in after all merely gets the page again.
 */
export function useLeaveWithSession(): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => window.location.reload();
    return () => channel.close();
  }, []);
}
