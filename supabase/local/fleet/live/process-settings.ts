/** What a process of the fleet is told when it starts. */
export type ProcessSettings = {
  readonly windvaneUrl: string;
  readonly apiKey: string;
  readonly home: string;
  readonly seed: number;
  /** Where agents find the upstream; empty for the upstream itself. */
  readonly upstreamUrl: string;
  /** How much slower than its routines' own pauses the fleet goes. */
  readonly stretch: number;
  /** The port that the upstream listens on; 0 for any that is free. */
  readonly upstreamPort: number;
};

const NAMES = {
  windvaneUrl: "WINDVANE_URL",
  apiKey: "WINDVANE_API_KEY",
  home: "FLEET_HOME",
  seed: "FLEET_SEED",
  stretch: "FLEET_STRETCH",
  upstreamUrl: "FLEET_UPSTREAM_URL",
  upstreamPort: "FLEET_UPSTREAM_PORT",
} as const;

/** The settings as environment variables, which is how agents get theirs anywhere. */
export function writeProcessSettings(settings: ProcessSettings): Record<string, string> {
  return Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [name, String(settings[key as keyof ProcessSettings])]));
}

/** Reads what `writeProcessSettings` wrote. */
export function readProcessSettings(): ProcessSettings {
  const read = (name: string): string => process.env[name] ?? "";
  return {
    windvaneUrl: read(NAMES.windvaneUrl),
    apiKey: read(NAMES.apiKey),
    home: read(NAMES.home),
    seed: Number(read(NAMES.seed)),
    stretch: Number(read(NAMES.stretch)),
    upstreamUrl: read(NAMES.upstreamUrl),
    upstreamPort: Number(read(NAMES.upstreamPort)),
  };
}
