import type { PriorTable } from './prior-table.js';

/** What the device tells; undefined or empty: not known. */
export interface DeviceContext {
  readonly deviceType: string;
  readonly hasScreen: boolean | undefined;
  readonly foregroundDomain: string;
}

/**
 * The log-odds shift of each of the table's domains in a context: log P(domain | context) - log P(domain), within
 * [-maxShift, maxShift]. Rows combine as independent evidence, P(domain | context) being proportional to
 * P(domain) * product of P(domain | row) / P(domain). The screen speaks only where the device type has no row: a
 * type's row holds what its screen tells already. No row at all, or a domain that is not in the table: no shift.
 */
export function priorShifts(table: PriorTable, context: DeviceContext): ReadonlyMap<string, number> {
  const rows = matchingRows(table, context);
  if (rows.length === 0) return new Map();
  const domains = Object.keys(table.base);
  const weight = (domain: string) =>
    rows.reduce((product, row) => (product * row[domain]) / table.base[domain], table.base[domain]);
  const total = domains.reduce((sum, domain) => sum + weight(domain), 0);
  const shift = (domain: string) => Math.log(weight(domain) / total) - Math.log(table.base[domain]);
  const bounded = (value: number) => Math.max(-table.maxShift, Math.min(table.maxShift, value));
  return new Map(domains.map((domain) => [domain, bounded(shift(domain))]));
}

function matchingRows(table: PriorTable, context: DeviceContext): Readonly<Record<string, number>>[] {
  const type = own(table.deviceType, context.deviceType);
  const screen = context.hasScreen === undefined ? undefined : own(table.hasScreen, String(context.hasScreen));
  const foreground = own(table.foregroundDomain, context.foregroundDomain);
  return [type ?? screen, foreground].filter((row) => row !== undefined);
}

function own<T>(rows: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(rows, key) ? rows[key] : undefined;
}

/** A certain hypothesis stays movable: confidences are taken within [edge, 1 - edge] before they are shifted. */
const edge = 1e-9;

/**
 * The posterior after a prior: logit(posterior) = logit(confidence) + shift.
 * Within (0, 1) for any confidence in [0, 1] and finite shift, so that no prior removes a hypothesis; the confidence
 * itself, exactly, when the shift is 0.
 */
export function applyPrior(confidence: number, shift: number): number {
  if (shift === 0) return confidence;
  const inside = Math.max(edge, Math.min(1 - edge, confidence));
  return 1 / (1 + Math.exp(-(Math.log(inside / (1 - inside)) + shift)));
}
