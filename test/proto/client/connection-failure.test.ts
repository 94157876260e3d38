import { expect, it, test } from 'vitest';
import { connectionFailure, type TlsOptionNames } from '../../../proto/client/connection-failure.js';

const plain: TlsOptionNames = { isTls: false, authority: 'ca', certificate: 'cert', serverName: 'name' };
const tls: TlsOptionNames = { ...plain, isTls: true };
const last = (error: string) => `No connection established. Last error: ${error}. Resolution note: `;
const openSsl = (text: string) =>
  last(`800C4CDD5B7F0000:error:0A00045C:SSL routines:ssl3_read_bytes:${text}:../deps/x.c:1601:SSL alert number 116\n`);

// Details as grpc-js 1.14 on Node 20 gives them.
it.each([
  [plain, last('Error: connect ECONNREFUSED 127.0.0.1:1'), 'is it running? (connect ECONNREFUSED 127.0.0.1:1)'],
  [
    plain,
    'Name resolution failed for target dns:a:1',
    'is it spelt right? (Name resolution failed for target dns:a:1)',
  ],
  [plain, last('Failed to connect (2026-11-28T04:14:09.595Z)'), 'if it speaks TLS, give ca (Failed to connect)'],
  [tls, last('Failed to connect (2026-11-28T04:14:09.595Z)'), 'the certificate of cert? (Failed to connect)'],
  [tls, openSsl('tlsv13 alert certificate required'), 'give cert (tlsv13 alert certificate required)'],
  [tls, openSsl('wrong version number'), 'leave out ca (wrong version number)'],
  [
    tls,
    last('Error: self-signed certificate in certificate chain'),
    'as ca (self-signed certificate in certificate chain)',
  ],
  [tls, last('Error [ERR_TLS_CERT_ALTNAME_INVALID]: is b'), 'as name (Error [ERR_TLS_CERT_ALTNAME_INVALID]: is b)'],
])('%#: says what to do', (options, details, end) => {
  const text = connectionFailure(details, 'a:1', options) ?? '';
  expect(text).toMatch(/^gateway a:1: no connection could be made; [^\n]*$/);
  expect(text.endsWith(end), text).toBe(true);
});

test('an unknown cause is left to the raw text', () => {
  expect(connectionFailure(last('Error: surprise'), 'a:1', plain)).toBe(
    'gateway a:1: no connection could be made (surprise)',
  );
});

test('a deadline that passed before there was a connection is told apart from one that passed after', () => {
  const details = 'Deadline exceeded after 0.5s,name resolution: 0.001s,Waiting for LB pick';
  expect(connectionFailure(details, 'a:1', plain)).toMatch(/^gateway a:1: no connection was made before the deadline/);
  expect(connectionFailure('Deadline exceeded after 0.5s,remote_addr=a:1', 'a:1', plain)).toBeUndefined();
});

test('a connection that was lost is told apart from one that was never made', () => {
  expect(connectionFailure('Connection dropped', 'a:1', plain)).toBe(
    'gateway a:1: the connection was lost before the answer came; is it still running?',
  );
});

test('what a gateway says itself stays as it is', () => {
  expect(connectionFailure('no domain answered (music: No connection established)', 'a:1', plain)).toBeUndefined();
});
