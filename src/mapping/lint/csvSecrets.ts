/** An Okta API token: 00 and forty characters. Okta's ids are 20 characters long. */
const oktaToken = /00[\w-]{40}(?![\w-])/y;
/** A JSON web token: header and payload are JSON objects in base64url. */
const webToken = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]*)?/y;
const wordCharacter = /[\w-]/;
const letter = /[A-Za-z]/;

/** Finds tokens that stand anywhere in a text from `start` to `end`: Okta API tokens and JSON web tokens. */
export function findTokens(text: string, start: number, end: number, take: (start: number, end: number) => void): void {
  findForm(text, '00', oktaToken, start, end, take);
  findForm(text, 'eyJ', webToken, start, end, take);
}

function findForm(
  text: string,
  opening: string,
  form: RegExp,
  start: number,
  end: number,
  take: (start: number, end: number) => void,
): void {
  let at = text.indexOf(opening, start);
  while (at !== -1 && at < end) {
    form.lastIndex = at;
    // Most hits are parts of numbers: the next separator is near.
    const token = wordCharacter.test(text.charAt(at + 12)) && !wordCharacter.test(text.charAt(at - 1)) ? form.exec(text)?.[0] : undefined;
    const isToken = token !== undefined && letter.test(token);
    if (isToken) take(at, at + token.length);
    at = text.indexOf(opening, at + (isToken ? token.length : 1));
  }
}
