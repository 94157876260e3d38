import { type ChannelCredentials, experimental, type ServerCredentials } from '@grpc/grpc-js';
import { CertificateFiles, type CertificateListener } from './certificate-files.js';
import type { ClientTls, ServerTls } from './tls-config.js';

/** A server's TLS credentials. With `clientCaFile`, clients must show a certificate of that authority. */
export function serverCredentials(tls: ServerTls, listener: CertificateListener): ServerCredentials {
  const { certificateFile, keyFile, clientCaFile } = tls;
  const files = new CertificateFiles({ certificateFile, keyFile, caFile: clientCaFile }, listener);
  const authority = clientCaFile === undefined ? null : files;
  return experimental.createCertificateProviderServerCredentials(files, authority, authority !== null);
}

/** A client's TLS credentials: the authorities it trusts, and the certificate it shows where it has one. */
export function channelCredentials(tls: ClientTls, listener: CertificateListener): ChannelCredentials {
  const files = new CertificateFiles(tls, listener);
  return experimental.createCertificateProviderChannelCredentials(files, tls.certificateFile ? files : null);
}
