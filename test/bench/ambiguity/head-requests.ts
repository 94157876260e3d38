import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEVICE_TYPES } from '../../../proto/device-types.js';
import { projectRoot } from '../../../serving/project.js';

/** A request for what everybody knows, as people say it to a device. */
export type HeadRequest = z.infer<typeof requestSchema>;

const requestSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  /** The words around the name, such as "put on"; empty where the name is all that is said. */
  carrier: z.string(),
  /** Absent: the device is not known. */
  device: z.enum(DEVICE_TYPES).optional(),
  /** The domain that is right, or those between which asking is right. */
  domains: z.array(z.string().min(1)).min(1),
});

/**
 * The two hundred head requests: famous artists, songs, series, films and books. They were written from common knowledge
 * before any answer was seen, and measure only: nothing is fitted on them.
 */
export function headRequests(): HeadRequest[] {
  const path = join(projectRoot(), 'test/bench/ambiguity/head-requests.jsonl');
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => requestSchema.parse(JSON.parse(line)));
}

/** Requests whose words leave nothing open, with the domain that must believe them most; undefined: none may. */
export const PLAIN_REQUESTS: readonly { readonly text: string; readonly domain: string | undefined }[] = [
  { text: 'read a story to me', domain: 'books' },
  { text: 'read dune', domain: 'books' },
  { text: 'give me jazz', domain: 'music' },
  { text: 'open the door', domain: undefined },
  { text: 'play the beatles', domain: 'music' },
];
