/** An event or appointment as its person sees it. Instants are epoch milliseconds. */
export type RegistrationView = {
  readonly title: string;
  readonly startsAt: number;
  readonly endsAt: number | undefined;
  /** The zone that its times are in: that of the business. */
  readonly zone: string;
  readonly place: string | undefined;
  /** The address of the call; only for those who have a place. */
  readonly link: string | undefined;
  readonly description: string | undefined;
  /** How it stands with this person. */
  readonly state: 'none' | 'booked' | 'waiting' | 'cancelled' | 'over';
  /** Everybody who registers now waits for a place. */
  readonly isFull: boolean;
  readonly canRegister: boolean;
  readonly canCancel: boolean;
};

type Asked = {
  readonly tenant: string;
  /** The id of an event or an appointment. */
  readonly about: string;
  /** Whom the link was made for. */
  readonly profileId: string;
};

/** Events and appointments as their pages show them. */
export type RegistrationPages = {
  /** Undefined for what is not there or not public, for an appointment of somebody else, and for people who are not known (any more). */
  readonly show: (input: Asked) => Promise<RegistrationView | undefined>;
  /** Registers the person for the event, or cancels what they have; as it stands then. What cannot be done changes nothing. */
  readonly act: (
    input: Asked & { readonly act: 'register' | 'cancel' },
  ) => Promise<RegistrationView | undefined>;
  /** The calendar file (RFC 5545). */
  readonly calendar: (input: Asked) => Promise<string | undefined>;
};
