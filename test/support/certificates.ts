import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './files.js';

/** The files of one identity. */
export interface Identity {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** An authority of the test's own, gone with the test. */
export interface Authority {
  readonly caFile: string;
  /** An identity for a DNS name, and for 127.0.0.1; `days` of -1 has expired. Over an earlier one of that name. */
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
