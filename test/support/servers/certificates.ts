import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../files.js';

/** The files of a certificate and its key. */
export interface Identity {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate authority that is removed when the test ends. */
export interface Authority {
  readonly caFile: string;
  /**
   * Issues a certificate for a DNS name and 127.0.0.1, and overwrites an earlier one for that name.
   * @param days validity; -1 makes one that has expired
   */
  issue(name: string, days?: number): Identity;
}

/** Makes an authority with the openssl command. */
export function makeAuthority(): Authority {
  const folder = temporaryFolder();
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=test authority',
    '-days',
    '2',
  );
  return {
    caFile: join(folder, 'ca.pem'),
    issue(name, days = 2) {
      openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${name},IP:127.0.0.1\n`);
      const request = ['-req', '-in', `${name}.csr`, '-extfile', `${name}.ext`, '-days', String(days)];
      openssl('x509', ...request, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`);
      return { certificateFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
    },
  };
}
