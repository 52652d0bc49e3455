/** The application's own metrics, on the same Prometheus page as those of Temporal's SDK. */
import type { MetricMeter } from '@temporalio/common';

/** Seconds: from a letter that leaves at once to a mail server that is away for two days. */
export const delayBuckets = [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400, 172_800];

/** Names of the histograms without the unit, which the exporter adds. */
export const delays = { out: 'ascn_mail_out_delay', in: 'ascn_mail_in_delay' } as const;

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Every label has few values: cycles, kinds, states, templates, verdicts, codes. None names a request, a letter
 * or an office.
 *
 * @param meter the runtime's; it drops everything while no metrics are exported
 */
export const createMetrics = (meter: MetricMeter) => ({
  /** Labels `cycle`, `kind`, `state`. */
  requests: meter.createGauge('ascn_requests', 'int', '', 'Requests of the running cycles as they stand'),
  /** Label `cycle`. */
  oldestUnanswered: meter.createGauge(
    'ascn_oldest_unanswered_seconds',
    'int',
    '',
    'Time since the oldest request that is owed an answer was asked',
  ),
  /** Label `cycle`. */
  longestOverdue: meter.createGauge(
    'ascn_longest_overdue_seconds',
    'int',
    '',
    'Time since the earliest due date among requests that are owed an answer',
  ),
  /** Label `cycle`. */
  mattersWaiting: meter.createGauge(
    'ascn_matters_waiting',
    'int',
    '',
    'Matters that wait for the chair’s secretariat',
  ),
  lettersAside: meter.createGauge(
    'ascn_letters_aside',
    'int',
    '',
    'Letters that came in and were kept aside for a person',
  ),
  figuresReadAt: meter.createGauge(
    'ascn_figures_read_timestamp_seconds',
    'int',
    '',
    'When the figures of the running cycles were last read',
  ),
  /** Labels `template`, `outcome`. */
  lettersOut: meter.createCounter('ascn_letters_out', '', 'Letters that were sent or could not be delivered'),
  /** Label `code`. */
  lettersPutOff: meter.createCounter(
    'ascn_letters_put_off',
    '',
    'Attempts to send a letter that are to be made again',
  ),
  /** Labels `verdict`, `outcome`. */
  lettersIn: meter.createCounter('ascn_letters_in', '', 'Letters that came in and were dealt with'),
  /** Labels `code`: the mailroom's answer, as SMTP has it also for letters in a mailbox; `door`: `smtp` or `imap`. */
  door: meter.createCounter('ascn_door_answers', '', 'Answers of the mailroom to letters at its door'),
  mailOutDelay: meter.createHistogram(
    delays.out,
    'float',
    'seconds',
    'From the order of a letter to the mail server’s answer',
  ),
  mailInDelay: meter.createHistogram(
    delays.in,
    'float',
    'seconds',
    'From the arrival of a letter until it is handed on',
  ),
  /** Labels `activity`, `type`. */
  stepsFailed: meter.createCounter('ascn_steps_failed', '', 'Attempts of activities that ended in an error'),
  /** Label `part`; 1 or 0. */
  ready: meter.createGauge('ascn_ready', 'int', '', 'Whether a part of the installation is ready'),
  diskFree: meter.createGauge(
    'ascn_disk_free_bytes',
    'int',
    '',
    'Room left on the disk of the installation’s folder',
  ),
  diskSize: meter.createGauge('ascn_disk_size_bytes', 'int', '', 'Size of that disk'),
});
