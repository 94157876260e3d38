/** The most letters in which a mistyped prefix differs from the right one. */
const MOST_SLIPS = 2;

/**
 * Variables of the environment that look like settings of this process, but for a slip in their prefix: nobody reads them,
 * and nobody says so.
 * @param prefix such as `NLU_GATEWAY_`
 * @returns a sentence for each, by name
 */
export function mistypedVariables(names: readonly string[], prefix: string): string[] {
  const family = prefix.slice(0, prefix.indexOf('_') + 1);
  return [...names].sort().flatMap((name) => {
    if (!name.startsWith(family) || name.startsWith(prefix)) return [];
    const rest = restBehindSlip(name, prefix);
    return rest === undefined ? [] : [`${name} is read by nobody; did you mean ${prefix}${rest}?`];
  });
}

/** What stands behind the first part of a name that is nearly the prefix; undefined where none is. */
function restBehindSlip(name: string, prefix: string): string | undefined {
  for (let end = prefix.length - MOST_SLIPS; end <= prefix.length + MOST_SLIPS; end++) {
    const part = name.slice(0, end);
    const isWhole = part.length === end && part.endsWith('_') && name.length > end;
    if (isWhole && slips(part, prefix) <= MOST_SLIPS) return name.slice(end);
  }
  return undefined;
}

/** Levenshtein distance: letters put in, left out or replaced. */
function slips(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [place, letter] of [...one].entries()) {
    const next = [place + 1];
    for (let index = 0; index < other.length; index++) {
      const replaced = row[index]! + (letter === other[index] ? 0 : 1);
      next.push(Math.min(replaced, row[index + 1]! + 1, next[index]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
