import { type UseMutationOptions, type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useRef } from "react";

type SingleMutationOptions<Data, Variables> = Omit<UseMutationOptions<Data, Error, Variables>, "mutationFn"> & {
  readonly mutationFn: (variables: Variables) => Promise<Data>;
};

/**
 * `useMutation` of which one runs at a time. A disabled button alone does not ensure that: the second press of a double click comes
 * before the button is drawn anew. What is asked while one runs is dropped, not queued: it was meant as the same.
 */
export function useSingleMutation<Data, Variables = void>(
  options: SingleMutationOptions<Data, Variables>,
): UseMutationResult<Data, Error, Variables> {
  const isUnderWay = useRef(false);
  const mutation = useMutation<Data, Error, Variables>({
    ...options,
    mutationFn: async (variables) => {
      try {
        return await options.mutationFn(variables);
      } finally {
        isUnderWay.current = false;
      }
    },
  });
  return {
    ...mutation,
    mutate: (...args) => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      mutation.mutate(...args);
    },
  };
}
