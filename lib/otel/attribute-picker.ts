import type { Json } from "../domain/execution.ts";
import { type Attributes, numberOf } from "./otlp-values.ts";

/** Takes attributes by what they mean, and remembers which were taken, so that the others can be kept as tags. */
export class AttributePicker {
  readonly #attributes: Attributes;
  readonly #taken = new Set<string>();

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  /** The first text among these names that is not blank. */
  text(names: readonly string[]): string | undefined {
    return this.#pick(names, (value) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined));
  }

  /** The first whole number from 0 among these names, given as number or text. */
  count(names: readonly string[]): number | undefined {
    return this.#pick(names, (value) => {
      const number = numberOf(value);
      return number !== undefined && Number.isInteger(number) && number >= 0 && number <= 2_147_483_647 ? number : undefined;
    });
  }

  /** As {@link count} of one name, without taking it. */
  peekCount(name: string): number | undefined {
    return new AttributePicker(this.#attributes).count([name]);
  }

  /** The first number from 0 among these names. */
  amount(names: readonly string[]): number | undefined {
    return this.#pick(names, (value) => {
      const number = numberOf(value);
      return number !== undefined && number >= 0 ? number : undefined;
    });
  }

  /** The first value among these names that is not null. */
  json(names: readonly string[]): Json | undefined {
    return this.#pick(names, (value) => value ?? undefined);
  }

  /** The attributes whose names begin with `prefix` and a dot, by what follows. */
  below(prefix: string): Attributes {
    const found: Record<string, Json> = {};
    for (const [name, value] of Object.entries(this.#attributes)) {
      if (!name.startsWith(`${prefix}.`)) continue;
      found[name.slice(prefix.length + 1)] = value;
      this.#taken.add(name);
    }
    return found;
  }

  /** Whether there is such an attribute. Does not take it. */
  has(name: string): boolean {
    return this.#attributes[name] !== undefined;
  }

  /** Marks attributes as told elsewhere in another form. */
  drop(names: readonly string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  /** What nobody took, in the order it came. */
  rest(): readonly (readonly [string, Json])[] {
    return Object.entries(this.#attributes).filter(([name]) => !this.#taken.has(name));
  }

  /** Old and new names of one value go together; one that says something else stays, and becomes a tag. */
  #pick<T>(names: readonly string[], read: (value: Json) => T | undefined): T | undefined {
    let picked: T | undefined;
    for (const name of names) {
      const value = this.#attributes[name];
      const found = value === undefined ? undefined : read(value);
      if (found === undefined) continue;
      picked ??= found;
      if (found === picked) this.#taken.add(name);
    }
    return picked;
  }
}
