/**
 * A text for a notification or the prompt of an input box, where VS Code makes a link of `[label](address)`, commands included: names of
 * Okta and Genesys groups come from other people, and none of them may become something to click.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
