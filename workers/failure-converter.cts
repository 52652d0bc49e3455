/** Failures whose words and stacks are payloads, so that they are encrypted as all others are. */
import common = require('@temporalio/common');

export = { failureConverter: new common.DefaultFailureConverter({ encodeCommonAttributes: true }) };
