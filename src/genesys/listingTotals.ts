import { type Problem, problem } from '../input/problem';
import type { ListPage, ScimContent, ScimKind } from './scimContent';

const words: Readonly<Record<ScimKind, string>> = { scimUsers: 'users', scimGroups: 'groups' };

/** What keeps list responses of files from being whole listings (product.md, section 7): a kind that is missing, pages that are missing. */
export function listingProblems(content: ScimContent): Problem[] {
  return [...problemsOfKind('scimUsers', content.pages), ...problemsOfKind('scimGroups', content.pages)];
}

function problemsOfKind(kind: ScimKind, pages: readonly ListPage[]): Problem[] {
  const ofKind = pages.filter((page) => page.kind === kind);
  if (ofKind.length === 0)
    return [problem('not-read', `No list of ${words[kind]} is among the files. Save all pages of users and of groups.`)];
  const totals = [...new Set(ofKind.map((page) => page.total))];
  return totals.flatMap((total) => {
    const ofTotal = ofKind.filter((page) => page.total === total);
    // One listing, or the two of active and inactive users that happen to have the same total.
    if (differentIds(ofTotal) === total) return [];
    const listings = [ofTotal.filter((page) => !page.inactiveOnly), ofTotal.filter((page) => page.inactiveOnly)].filter(
      (listing) => listing.length > 0,
    );
    return listings.flatMap((listing) => {
      const came = differentIds(listing);
      if (came === total) return [];
      const what =
        came < total
          ? `only ${came} of them are in the files: pages are missing`
          : `${came} are in the files: they belong to several listings`;
      return [problem('listing-short', `A list of ${words[kind]} says that there are ${total}, but ${what}.`)];
    });
  });
}

function differentIds(pages: readonly ListPage[]): number {
  return new Set(pages.flatMap((page) => page.ids)).size;
}
