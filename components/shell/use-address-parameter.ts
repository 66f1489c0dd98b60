import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** Changes one search parameter of the page's address in place (null takes it away), without asking the server for the page again. */
export function useSetAddressParameter(): (name: string, value: string | null) => void {
  const pathname = usePathname();
  const search = useSearchParams();
  return useCallback(
    (name, value) => {
      const next = new URLSearchParams(search);
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
      window.history.replaceState(null, "", next.size === 0 ? pathname : `${pathname}?${next}`);
    },
    [pathname, search],
  );
}
