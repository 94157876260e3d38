import type { PeerCertificate } from 'node:tls';

/**
 * The DNS names and URIs that a verified certificate was issued for. Common names do not count, as for servers
 * (RFC 6125). A certificate with a name that Node has to quote gives none, as quoted text might look like other names.
 */
export function peerNames(certificate: Pick<PeerCertificate, 'subjectaltname'> | undefined): string[] {
  const names = certificate?.subjectaltname ?? '';
  if (names.includes('"')) return [];
  return names
    .split(', ')
    .filter((name) => /^(DNS|URI):/.test(name))
    .map((name) => name.slice(4));
}
