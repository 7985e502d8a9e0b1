/** Which endpoint answered for each service: found from the answers themselves, never from what was configured. */
export class EndpointBook {
  readonly #answered = new Map<string, Set<string>>();

  /** `url` without credentials, path or query: `https://athena.us-east-1.amazonaws.com`. */
  note(service: string, url: string): void {
    const urls = this.#answered.get(service) ?? new Set<string>();
    this.#answered.set(service, urls.add(url));
  }

  /** What an earlier part of the same run had noted: an endpoint that answered once has answered. */
  restore(record: Readonly<Record<string, string>>): void {
    for (const [service, urls] of Object.entries(record)) for (const url of urls.split(' ')) this.note(service, url);
  }

  /** Every pair of service and endpoint that answered, sorted. */
  all(): readonly (readonly [service: string, url: string])[] {
    return [...this.#answered]
      .flatMap(([service, urls]) => [...urls].sort().map((url) => [service, url] as const))
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Service to endpoint, for run.json; several endpoints of one service are joined by a blank. */
  toRecord(): Readonly<Record<string, string>> {
    const record: Record<string, string> = {};
    for (const [service, url] of this.all()) {
      record[service] = record[service] === undefined ? url : `${record[service]} ${url}`;
    }
    return record;
  }
}
