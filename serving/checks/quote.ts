/** A caller's text for an error message: quoted, escaped, 40 characters at most. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}
