// Original file: proto/nlu/v1/domain.proto


export interface LoadedVersion {
  'version'?: (string);
  'digest'?: (string);
  'state'?: (string);
}

export interface LoadedVersion__Output {
  'version': (string);
  'digest': (string);
  'state': (string);
}
