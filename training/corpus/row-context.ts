import { z } from 'zod';

/**
 * A row's device context, in the names of the proto file (device_type) and of its JSON mapping (deviceType) alike, as
 * grpcurl takes them. Only names and types: what values mean is for the gateway's check.
 */
export const contextSchema = z.preprocess(
  camelCaseKeys,
  z.strictObject({
    deviceType: z.string().exactOptional(),
    hasScreen: z.boolean().exactOptional(),
    foregroundDomain: z.string().exactOptional(),
    locale: z.string().exactOptional(),
    localTime: z.string().exactOptional(),
    recent: z.array(z.strictObject({ domain: z.string(), time: z.string() })).exactOptional(),
  }),
);

function camelCaseKeys(context: unknown): unknown {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return context;
  const camelCase = (key: string) => key.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [camelCase(key), value]));
}
