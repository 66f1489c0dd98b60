import { createErrorMiner } from "../../../lib/learning/execution-feedback/error-miner.ts";
import { type Filter, FilterInputError, type FilterLine, refuseOptions } from "./filter.ts";

/** `{message}` to `{group}`: the id of the error template that the message belongs to, given at once. */
export const groupErrors: Filter = {
  name: "group-errors",
  summary: "{message} -> {group}: error messages sorted into templates, online",
  async *run(lines, args) {
    refuseOptions(args);
    const miner = createErrorMiner();
    for await (const line of lines) yield { group: miner.assign(messageOf(line)).id };
  },
};

function messageOf({ number, value }: FilterLine): string {
  const message: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "message") : undefined;
  if (typeof message !== "string") throw new FilterInputError(number, "has no text named message");
  return message;
}
