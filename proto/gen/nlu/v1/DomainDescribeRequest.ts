// Original file: proto/nlu/v1/domain.proto


/**
 * Request of Domain.Describe.
 */
export interface DomainDescribeRequest {
}

/**
 * Request of Domain.Describe.
 */
export interface DomainDescribeRequest__Output {
}
