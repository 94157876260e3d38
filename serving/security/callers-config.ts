import { z } from 'zod';
import { sha256Hex } from '../checks/sha256.js';

/** A list of callers, each known by a token of its own. */
export const callerList = z.array(
  z.strictObject({
    /** The caller's name in logs. Each name gets a fair share of a full queue. */
    name: z.string().min(1).max(100),
    /** SHA-256 of the token: printf %s "$TOKEN" | sha256sum */
    tokenSha256: sha256Hex,
  }),
);

/** The part of a server's configuration that says who may call. */
export const callersConfig = {
  /** Callers by name. With none here and no file, everybody who can connect may call. */
  callers: callerList.default([]),
  /** A JSON file with more callers, read again when it changes; an empty list lets in only the callers named here. */
  callersFile: z.string().min(1).optional(),
};

export type CallersConfig = z.output<z.ZodObject<typeof callersConfig>>;
