/** Prime and offset of the 32-bit FNV-1a hash (Fowler, Noll, Vo). */
const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;

/**
 * Whether a request is among the sampled ones. Every process decides alike by the request's id, so that what a gateway logs its
 * domains log too.
 * @param share of all ids, in [0, 1]
 */
export function isSampled(id: string, share: number): boolean {
  if (share >= 1) return true;
  return hashOf(id) < share * 2 ** 32;
}

/** FNV-1a over UTF-16 code units, then the finaliser of MurmurHash3: FNV alone leaves the high bits of short texts alike. */
function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
