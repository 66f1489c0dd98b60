import type { Contact, WorkKind } from "../work/effects.ts";
import { type Booking, bookingRequestOf, findSlot, hostCountAt } from "../world/bookings.ts";
import { expectedParse, messageOf } from "../world/messages.ts";
import { OLDEST_STRETCH } from "../world/pace.ts";
import { MAX_CONTACTS } from "../world/people.ts";
import type { Facts } from "../world/site.ts";

/** Reports look back half an hour of live time at most. */
const LONGEST_WINDOW_MS = 30 * 60_000 * OLDEST_STRETCH;

/** What live agents keep in folders and a database, kept in memory. */
export class VirtualStores {
  readonly #seed: number;
  #messageNumber = 0;
  #bookingNumber = 0;
  #bookings: readonly Booking[] = [];
  #lettersBytes = 0;
  #letters = new Map<string, number>();
  readonly #contacts = new Map<string, Contact>();
  readonly #facts = new Map<string, Facts>();
  readonly #work: Record<WorkKind, number[]> = { message: [], letter: [], booking: [] };

  constructor(seed: number) {
    this.#seed = seed;
  }

  takeMessage(): { readonly number: number; readonly bytes: number } {
    const number = this.#messageNumber;
    this.#messageNumber += 1;
    // Headers and encoding add about half a KiB to what is said.
    return { number, bytes: 512 + messageOf(this.#seed, number).text.length };
  }

  parseMessage(number: number) {
    return expectedParse(messageOf(this.#seed, number));
  }

  saveContact(contact: Contact): { readonly isNew: boolean } {
    const isNew = !this.#contacts.has(contact.address);
    this.#contacts.delete(contact.address);
    this.#contacts.set(contact.address, contact);
    const [oldest] = this.#contacts.keys();
    if (this.#contacts.size > MAX_CONTACTS && oldest !== undefined) this.#contacts.delete(oldest);
    return { isNew };
  }

  pickContact(draw: number): Contact | null {
    const contacts = [...this.#contacts.values()];
    return contacts[Math.floor(draw * contacts.length)] ?? null;
  }

  saveFacts(slug: string, facts: Facts): null {
    this.#facts.set(slug, { ...this.#facts.get(slug), ...facts });
    return null;
  }

  readFacts(slug: string): Facts | null {
    return this.#facts.get(slug) ?? null;
  }

  writeFile(
    name: string,
    text: string,
    quotaBytes: number,
  ): { readonly isWritten: boolean; readonly usedBytes: number; readonly quotaBytes: number } {
    const usedBytes = this.#lettersBytes;
    const isWritten = usedBytes + text.length <= quotaBytes;
    if (isWritten) {
      this.#lettersBytes += text.length - (this.#letters.get(name) ?? 0);
      this.#letters.set(name, text.length);
    }
    return { isWritten, usedBytes, quotaBytes };
  }

  archiveFiles(): { readonly files: number; readonly bytes: number } {
    const archived = { files: this.#letters.size, bytes: this.#lettersBytes };
    this.#letters = new Map();
    this.#lettersBytes = 0;
    return archived;
  }

  takeBooking(nowMs: number, stretch: number) {
    this.#bookingNumber += 1;
    return bookingRequestOf(this.#seed, this.#bookingNumber, { nowMs, hostCount: hostCountAt(stretch) });
  }

  book(request: Parameters<typeof findSlot>[1], nowMs: number): Booking | null {
    const current = this.#bookings.filter((booking) => booking.untilMs > nowMs);
    const booking = findSlot(current, request);
    this.#bookings = booking === null ? current : [...current, booking];
    return booking;
  }

  unbook(number: number): null {
    this.#bookings = this.#bookings.filter((booking) => booking.number !== number);
    return null;
  }

  noteWork(kind: WorkKind, nowMs: number): null {
    this.#work[kind].push(nowMs);
    return null;
  }

  countWork(kind: WorkKind, sinceMs: number, nowMs: number): { readonly rows: number } {
    this.#work[kind] = this.#work[kind].filter((atMs) => atMs > nowMs - LONGEST_WINDOW_MS);
    return { rows: this.#work[kind].filter((atMs) => atMs >= sinceMs && atMs <= nowMs).length };
  }
}
