import "server-only";
import type { Arena } from "./arena";
import { aGroup, type Group, type Places } from "./groups";
import { SCORE_SLACK, type Searcher, type WrittenQuery } from "./nearest-rows";
import { Rows } from "./rows";

/** A row this near to a middle is of its cluster; one that is near to none begins another, while there is room. */
const JOINS = 0.5;
/** Clusters for so many rows: every look-up reads every middle. */
const roomFor = (rows: number): number => Math.min(2_048, 16 + 4 * Math.sqrt(rows));
/** Members at which a cluster's middle is taken anew: each is sorted once or twice more than it is added. */
const SETTLES_AT = new Set([4, 16, 64, 256, 1_024, 4_096]);
/** Members that a middle is made of. */
const SAMPLE = 1_024;
/** Reading rows here and there takes five times as long as one after the other. */
const WORTH_IT = 1 / 5;
/** Of a shell, in radians: three degrees. */
const WIDTH = Math.PI / 60;
/** What an angle may be off by: `acos` of a sum of 64 bits. */
const ANGLE_SLACK = 1e-6;

/** Members of a cluster at about one angle from its middle. */
export interface Shell extends Group {
  cluster?: Cluster;
}

interface Cluster {
  /** Its middle's row. */
  at: number;
  count: number;
  /** By angle from the middle, `WIDTH` each. */
  shells: Shell[];
}

/**
 * The rows of a context by what they are near to, so that a look-up passes by what cannot be near. Angles keep
 * the triangle inequality: a row within `a` of the query and a middle at `m` from it are `m - a` to `m + a` apart.
 * So how rows were clustered decides how much is read, never what is found.
 */
export class Clusters {
  #rows: Rows;
  #middles: Rows;
  #clusters: Cluster[] = [];
  #searcher: Searcher;
  #places: Places<Shell>;
  /** 0, 1, 2 …: the middles' rows as a list. */
  #all = new Uint32Array(16);
  #members = 0;
  #gathered = new Uint32Array(256);

  /** @param places of the rows in shells, for all clusters of these rows */
  constructor(arena: Arena, searcher: Searcher, rows: Rows, places: Places<Shell>) {
    this.#rows = rows;
    this.#searcher = searcher;
    this.#places = places;
    this.#middles = new Rows(arena, rows.shape.dims);
  }

  /** Takes a row of the context in. */
  put(row: number): void {
    const vector = this.#rows.vectorOf(row);
    this.#members++;
    const near = this.#nearest(vector);
    const length = this.#rows.lengthOf(row);
    const cosine = near ? this.#middles.similarity(near.at, vector, length) : -1;
    const begins = !near || (cosine < JOINS && this.#clusters.length < roomFor(this.#members));
    const cluster = begins ? this.#begin(vector) : near;
    this.#place(row, cluster, begins ? 1 : cosine);
    cluster.count++;
    if (SETTLES_AT.has(cluster.count)) this.#settle(cluster);
  }

  takeOut(row: number): void {
    const cluster = this.#places.leave(row)?.cluster;
    if (!cluster) return;
    this.#members--;
    if (--cluster.count > 0) return;
    const last = this.#middles.takeOut(cluster.at);
    const moved = this.#clusters[last];
    if (moved) {
      moved.at = cluster.at;
      this.#clusters[cluster.at] = moved;
    }
    this.#clusters.length = last;
  }

  /** The rows that may score `atLeast`, valid until the next call; undefined when they are so many that all are read sooner. */
  gather(query: WrittenQuery, atLeast: number): Group | undefined {
    const within = angleOf(atLeast - SCORE_SLACK) + ANGLE_SLACK;
    const room = Math.floor(this.#members * WORTH_IT);
    if (this.#gathered.length < room) this.#gathered = new Uint32Array(room * 2);
    const rows = this.#gathered;
    let count = 0;
    this.#searcher.stand(this.#middles, query, this.#list(), (at, middle, reach) => {
      if (count > room) return;
      const shells = this.#clusters[at]?.shells ?? [];
      const nearest = Math.floor((angleOf(middle + reach) - within) / WIDTH);
      const farthest = Math.floor((angleOf(middle - reach) + within) / WIDTH);
      const end = Math.min(farthest, shells.length - 1);
      for (let each = Math.max(0, nearest); each <= end; each++) {
        const shell = shells[each] as Shell;
        if (count + shell.count > room) {
          count = room + 1;
          return;
        }
        // Most are short: a loop is done before `set` has begun.
        for (let place = 0; place < shell.count; place++)
          rows[count++] = shell.rows[place] as number;
      }
    });
    return count > room ? undefined : { rows, count };
  }

  /** Gives the memory of the middles back. */
  clear(): void {
    this.#middles.clear();
    this.#clusters = [];
  }

  /** By a fifth of the dimensions: a row in the wrong cluster costs time, and nothing is missed. */
  #nearest(vector: Float32Array): Cluster | undefined {
    const query = this.#searcher.write(this.#middles.shape, vector, 1);
    if (!query) return this.#clusters[0];
    let best = Number.NEGATIVE_INFINITY;
    let nearest: Cluster | undefined;
    const look = (at: number, middle: number) => {
      if (middle <= best) return;
      best = middle;
      nearest = this.#clusters[at];
    };
    this.#searcher.stand(this.#middles, query, this.#list(), look);
    return nearest;
  }

  #begin(vector: Float32Array): Cluster {
    const at = this.#middles.append(vector, Number.POSITIVE_INFINITY) ?? 0;
    const cluster = { at, count: 0, shells: [] };
    this.#clusters[at] = cluster;
    return cluster;
  }

  #place(row: number, cluster: Cluster, cosine: number): void {
    const at = Math.floor(angleOf(cosine) / WIDTH);
    while (cluster.shells.length <= at) cluster.shells.push({ ...aGroup(), cluster });
    this.#places.put(row, cluster.shells[at] as Shell);
  }

  /** Takes the middle anew, of the members as they are now, and sorts them by their angle from it. */
  #settle(cluster: Cluster): void {
    const rows = cluster.shells.flatMap(({ rows, count }) => [...rows.subarray(0, count)]);
    const middle = this.#meanOf(rows);
    // Opposites without a middle stay as they are.
    if (!this.#middles.replace(cluster.at, middle)) return;
    for (const row of rows) this.#places.leave(row);
    cluster.shells = [];
    for (const row of rows) {
      const length = this.#rows.lengthOf(row);
      const vector = this.#rows.vectorOf(row);
      this.#place(row, cluster, this.#middles.similarity(cluster.at, vector, length));
    }
  }

  #meanOf(rows: number[]): Float32Array {
    const sum = new Float64Array(this.#rows.shape.dims);
    const step = Math.max(1, Math.floor(rows.length / SAMPLE));
    for (let each = 0; each < rows.length; each += step) {
      const row = rows[each] as number;
      const vector = this.#rows.vectorOf(row);
      const length = this.#rows.lengthOf(row);
      for (let dim = 0; dim < sum.length; dim++)
        sum[dim] = (sum[dim] as number) + (vector[dim] as number) / length;
    }
    return Float32Array.from(sum);
  }

  #list(): Uint32Array {
    const count = this.#clusters.length;
    if (count > this.#all.length)
      this.#all = Uint32Array.from({ length: count * 2 }, (_, at) => at);
    else if (this.#all[1] !== 1) this.#all = this.#all.map((_, at) => at);
    return this.#all.subarray(0, count);
  }
}

const angleOf = (cosine: number): number => Math.acos(Math.max(-1, Math.min(1, cosine)));
