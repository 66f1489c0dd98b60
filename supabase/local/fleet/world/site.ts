import { type Company, findCompany } from "./people.ts";

/** What the site says at a path: a page, an object, or nothing. */
export type SiteAnswer = { readonly status: 200 | 404; readonly contentType: string; readonly body: string };

/** The pages of each company, shortest first. */
export const PAGE_NAMES = ["about", "products", "news"] as const;

/** Facts that a page may hold, by name. */
export type Facts = Readonly<Record<string, string>>;

/** Answers a GET of `/companies/SLUG/PAGE`; `card` is a small object, the others are pages for people. */
export function answerSite(seed: number, path: string): SiteAnswer {
  const [, folder, slug, page] = path.split("/");
  const company = folder === "companies" && slug !== undefined ? findCompany(seed, slug) : undefined;
  if (company === undefined) return missing(path);
  if (page === "card")
    return { status: 200, contentType: "application/json", body: JSON.stringify({ name: company.name, town: company.town }) };
  const facts = factsOn(company, page ?? "");
  return facts === null ? missing(path) : { status: 200, contentType: "text/html; charset=utf-8", body: writePage(company, facts) };
}

/**
 * The facts on one page; null when the company has no such page. As on real sites, something is missing somewhere: about every tenth
 * company does not say on its front page when it was founded, and about every eleventh has no page of news.
 */
function factsOn(company: Company, page: string): Facts | null {
  if (page === "about") {
    const founded: Facts = company.founded % 10 === 0 ? {} : { founded: String(company.founded) };
    return { town: company.town, ...founded, employees: String(company.employees) };
  }
  if (page === "products") return { product: company.product, founded: String(company.founded) };
  if (page === "news")
    return company.employees % 11 === 0 ? null : { news: `${company.name} now ships ${company.product} from ${company.town}` };
  return null;
}

function writePage(company: Company, facts: Facts): string {
  const list = Object.entries(facts).map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  return `<!doctype html><html lang="en"><head><title>${company.name}</title></head><body><h1>${company.name}</h1><dl>${list.join("")}</dl></body></html>`;
}

function missing(path: string): SiteAnswer {
  return { status: 404, contentType: "text/plain", body: `nothing at ${path}` };
}
