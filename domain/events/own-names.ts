/** Names of the events by which the engine tells itself that a journey starts for somebody. */
export const ownNames = {
  /** A watched attribute was changed by the engine itself; `attribute`, `from`, `to`. */
  attribute: 'Trait Changed',
  /** A date of the person has come; `journey`, `date`. */
  date: 'Date Reached',
  /** A schedule has come round; `journey`, `occurrence`. */
  schedule: 'Schedule Reached',
  /** They were in the segment when the journey went live; `journey`, `segment`. */
  present: 'Segment Present',
  /** A record of the person was written, of a kind that journeys are about; `kind`, `record`, `act`, `changed`, `from`, `to`, `fits`, and `with`: the events that it is besides. */
  record: 'Record Written',
  /** A condition of a run came to hold; `run`, `journey`, `version`, `condition`: `exit[0]` or `goal`. */
  met: 'Condition Met',
  /** Somebody of the team has done a task about the person; `task`, `title`, `outcome`, `note`, `by`, `run`, `team`. */
  task: 'Task Done',
  /** A yes of the person has reached its end; `channel`, `topic`, `basis`. */
  expired: 'Consent Expired',
  /** Somebody asked in the preference centre for their data or their erasure; `what`: `data`, `erasure`. */
  privacy: 'Privacy Confirmation Asked',
  /** Somebody asked for a mail that opens the self-service pages of the person. */
  selfServiceAsked: 'Self-Service Asked',
  /** The self-service pages of the person were opened; `asked`: the id of the event that asked, or of the call of the shop. */
  selfServiceOpened: 'Self-Service Opened',
  /** The person closed the self-service pages: no copy of their session opens them any more; `asked`. */
  selfServiceClosed: 'Self-Service Closed',
  /** Another profile turned out to be the same person; `from`, its id. */
  merged: 'Profile Merged',
  /** A profile that had been merged is one of its own again; `from`, or `to`: the id of the other. */
  split: 'Profile Split',
  /** A guard stopped a journey; about nobody. `journey`, `guard`, `text` and the numbers. */
  tripped: 'Journey Tripped',
} as const;
