/** An agent of the fleet and the task types it has shown or declared. Instants are ISO 8601. */
export type Agent = {
  readonly id: string;
  readonly description: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly taskTypes: readonly string[];
};
