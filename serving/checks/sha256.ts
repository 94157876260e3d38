import { z } from 'zod';

/** A SHA-256 digest as this project writes it. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits, in lower case');
