import { drawInt, drawItem } from "../../../../lib/core/seeded-random.ts";
import { drawsOf } from "./draws.ts";

/** Somebody who writes to us. The domain of the address leads to the company's site. */
export type Person = {
  readonly name: string;
  readonly address: string;
  readonly role: string;
  readonly company: Company;
  readonly phone: string;
};

/** A company with a small site. `slug` is the first label of its domain. */
export type Company = {
  readonly slug: string;
  readonly name: string;
  readonly town: string;
  readonly product: string;
  readonly founded: number;
  readonly employees: number;
};

/** How many companies and people the world has. */
export const COMPANY_COUNT = 48;
/** How many contacts the fleet remembers. */
export const MAX_CONTACTS = 500;
const PERSON_COUNT = 2400;

const GIVEN = [
  "Ada",
  "Björn",
  "Chiara",
  "Dario",
  "Élodie",
  "Farid",
  "Greta",
  "Hanna",
  "Ivo",
  "Jün",
  "Kofi",
  "Lena",
  "Maja",
  "Nils",
  "Olga",
  "Priya",
];
const FAMILY = [
  "Anders",
  "Brook",
  "Castillo",
  "Dietrich",
  "Eriksen",
  "Fontaine",
  "Gallo",
  "Haddad",
  "Ionescu",
  "Jansen",
  "Kowal",
  "Lindqvist",
];
const ROLES = ["head of purchasing", "operations manager", "founder", "office manager", "service lead", "buyer"];
const FIRST = ["north", "clear", "amber", "harbour", "silver", "upland", "cedar", "bright"];
const SECOND = ["freight", "optics", "mills", "kitchens", "cycles", "lighting"];
const TOWNS = ["Aarhus", "Bergamo", "Cork", "Delft", "Esbjerg", "Fulda", "Ghent", "Halifax"];
const PRODUCTS = ["parcel scanners", "cargo bicycles", "workshop lamps", "oat flour", "sail cloth", "field kitchens", "lens coatings"];

/** The company of a number; numbers beyond `COMPANY_COUNT` begin again. */
export function companyOf(seed: number, number: number): Company {
  const index = number % COMPANY_COUNT;
  const random = drawsOf(seed, "company", index);
  const slug = slugOf(index);
  return {
    slug,
    name: slug.split("-").map(capital).join(" "),
    town: drawItem(random, TOWNS),
    product: drawItem(random, PRODUCTS),
    founded: drawInt(random, 1921, 2021),
    employees: drawInt(random, 6, 900),
  };
}

/** The company that a slug belongs to; undefined when there is none. */
export function findCompany(seed: number, slug: string): Company | undefined {
  const index = Array.from({ length: COMPANY_COUNT }, (_item, number) => slugOf(number)).indexOf(slug);
  return index < 0 ? undefined : companyOf(seed, index);
}

/** The person of a number; numbers beyond the population begin again. */
export function personOf(seed: number, number: number): Person {
  const index = number % PERSON_COUNT;
  const random = drawsOf(seed, "person", index);
  const given = drawItem(random, GIVEN);
  const family = drawItem(random, FAMILY);
  const company = companyOf(seed, drawInt(random, 0, COMPANY_COUNT - 1));
  const mailbox = `${plain(given)}.${plain(family)}${index}`.toLowerCase();
  const phone = `+44 1632 ${drawInt(random, 960_000, 960_999)}`;
  return { name: `${given} ${family}`, address: `${mailbox}@${company.slug}.example`, role: drawItem(random, ROLES), company, phone };
}

function slugOf(index: number): string {
  return `${FIRST[index % FIRST.length]}-${SECOND[Math.floor(index / FIRST.length)]}`;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/[^a-z]/gi, "");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
