// Original file: proto/nlu/v1/domain.proto


export interface DescribeRequest {
}

export interface DescribeRequest__Output {
}
