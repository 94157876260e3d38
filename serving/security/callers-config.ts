import { z } from 'zod';

/** Those that may call, each by a token of its own. */
export const callerList = z.array(
  z.strictObject({
    /** Each gets a fair share of a full queue. */
    name: z.string().min(1).max(100),
    /** Of the token: printf %s "$TOKEN" | sha256sum */
    tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  }),
);

export const callersConfig = {
  /** None here and no file: everybody who can connect may call. */
  callers: callerList.default([]),
  /** A JSON file with more of them, read again when it changes; one that is empty lets nobody else in. */
  callersFile: z.string().min(1).optional(),
};

export type CallersConfig = z.output<z.ZodObject<typeof callersConfig>>;
