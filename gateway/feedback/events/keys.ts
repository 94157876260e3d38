import { z } from 'zod';

/**
 * A keyed fingerprint (HMAC) as an event holds it: 32 hexadecimal digits. Equal things of one kind have equal fingerprints
 * under one deployment's key; without that key nothing can be told from them.
 */
export const keySchema = z.string().regex(/^[0-9a-f]{32}$/, 'is no fingerprint of 32 hexadecimal digits');

/** The name of an event or a request, 1 to 128 characters. */
export const nameSchema = z.string().min(1).max(128);

/** An instant, ISO 8601 in UTC with milliseconds. */
export const timeSchema = z.iso.datetime({ precision: 3 });

export const probabilitySchema = z.number().min(0).max(1);
