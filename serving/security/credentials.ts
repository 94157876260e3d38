import { type ChannelCredentials, experimental, type ServerCredentials } from '@grpc/grpc-js';
import { CertificateFiles, type CertificateListener } from './certificate-files.js';
import type { ClientTls, ServerTls } from './tls-config.js';

/** What a server shows its clients, and asks of them where `clientCaFile` is set: a certificate of that authority. */
export function serverCredentials(tls: ServerTls, listener: CertificateListener): ServerCredentials {
  const { certificateFile, keyFile, clientCaFile } = tls;
  const files = new CertificateFiles({ certificateFile, keyFile, caFile: clientCaFile }, listener);
  const authority = clientCaFile === undefined ? null : files;
  return experimental.createCertificateProviderServerCredentials(files, authority, authority !== null);
}

/** Whom a client trusts, and what it shows where it has an identity. */
export function channelCredentials(tls: ClientTls, listener: CertificateListener): ChannelCredentials {
  const files = new CertificateFiles(tls, listener);
  return experimental.createCertificateProviderChannelCredentials(files, tls.certificateFile ? files : null);
}
