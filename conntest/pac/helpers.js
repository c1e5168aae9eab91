// The functions that proxy setup scripts may call, as Netscape defined them and browsers still do.
// Called with the world a script may see: {names: {host: [address, …]}, me: address, now: milliseconds}.
(function (world) {
  "use strict";
  const wanted = new Set();
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
  const toText = String, toJson = JSON.stringify;

  const number = (address) => {
    const parts = octets.exec(address);
    if (!parts || parts.slice(1).some((part) => part > 255)) return null;
    return parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
  };

  // Names that were not resolved beforehand are remembered, so that the caller can resolve them and ask again.
  const lookup = (host) => {
    // null is what an earlier lookup may have given.
    if (typeof host !== "string") return [];
    const name = host.toLowerCase();
    if (number(name) !== null || name.includes(":")) return [name];
    if (!(name in world.names)) wanted.add(name);
    return world.names[name] || [];
  };
  const ipv4 = (host) => lookup(host).find((address) => number(address) !== null) ?? null;

  const inBlock = (address, pattern, mask) => {
    const [one, other, bits] = [address, pattern, mask].map(number);
    if (one === null || other === null || bits === null) return false;
    return ((one & bits) >>> 0) === ((other & bits) >>> 0);
  };

  // now, or the same moment in GMT, as the fields that the ranges compare.
  const fields = (gmt) => {
    const now = new Date(world.now);
    const of = (what) => (gmt ? now["getUTC" + what]() : now["get" + what]());
    return {
      weekday: of("Day"), day: of("Date"), month: of("Month"), year: of("FullYear"),
      seconds: of("Hours") * 3600 + of("Minutes") * 60 + of("Seconds"),
    };
  };
  const splitGmt = (given) => {
    const rest = [...given];
    const gmt = rest[rest.length - 1] === "GMT";
    return [gmt ? rest.slice(0, -1) : rest, fields(gmt)];
  };
  // A range whose end comes before its start goes over the turn of the day, the week or the year.
  const within = (now, start, end) => (start <= end ? start <= now && now <= end : start <= now || now <= end);

  const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

  // A date of any parts: 31 | "DEC" | 2026, as one number that orders as they do; `now` in the same parts.
  const dated = (parts, now) => {
    let [one, other] = [0, 0];
    const kinds = parts.map((part) => (MONTHS.includes(part) ? "month" : part > 31 ? "year" : "day"));
    for (const [kind, weight] of [["year", 10000], ["month", 100], ["day", 1]]) {
      const at = kinds.indexOf(kind);
      if (at < 0) continue;
      one += weight * (kind === "month" ? MONTHS.indexOf(parts[at]) : Number(parts[at]));
      other += weight * now[kind];
    }
    return [one, other];
  };

  const functions = {
    alert() {},
    isPlainHostName: (host) => !/[.:]/.test(host),
    dnsDomainIs: (host, domain) => toText(host).toLowerCase().endsWith(toText(domain).toLowerCase()),
    localHostOrDomainIs: (host, full) => host === full || toText(full).startsWith(host + "."),
    isResolvable: (host) => ipv4(host) !== null,
    isInNet: (host, pattern, mask) => inBlock(ipv4(host), pattern, mask),
    dnsResolve: (host) => ipv4(host),
    convert_addr: (address) => number(address) ?? 0,
    myIpAddress: () => world.me,
    dnsDomainLevels: (host) => toText(host).split(".").length - 1,
    shExpMatch(text, pattern) {
      const glob = toText(pattern).replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".");
      return new RegExp("^" + glob + "$", "s").test(text);
    },
    weekdayRange(...given) {
      const [days, now] = splitGmt(given);
      const [start, end] = [days[0], days[1] ?? days[0]].map((day) => DAYS.indexOf(day));
      return start >= 0 && end >= 0 && within(now.weekday, start, end);
    },
    dateRange(...given) {
      const [parts, now] = splitGmt(given);
      if (!parts.length) return false;
      const half = parts.length === 1 ? 1 : parts.length / 2;
      const [start, today] = dated(parts.slice(0, half), now);
      const [end] = parts.length === 1 ? [start] : dated(parts.slice(half), now);
      return within(today, start, end);
    },
    timeRange(...given) {
      const [parts, now] = splitGmt(given);
      if (!parts.length) return false;
      const half = parts.length === 1 ? 1 : parts.length / 2;
      const at = ([h, m = 0, s = 0]) => h * 3600 + m * 60 + s;
      const rest = [3599, 59, 0][half - 1];
      const end = parts.length === 1 ? parts : parts.slice(half);
      return within(now.seconds, at(parts.slice(0, half)), at(end) + rest);
    },
    // Microsoft's additions, which Chromium and Windows know too.
    dnsResolveEx: (host) => lookup(host).join(";"),
    isResolvableEx: (host) => lookup(host).length > 0,
    myIpAddressEx: () => world.me,
    isInNetEx(host, prefix) {
      const [pattern, length] = toText(prefix).split("/");
      if (!(length >= 1 && length <= 32)) return false;
      const bits = (0xffffffff << (32 - length)) >>> 0;
      return inBlock(ipv4(host), pattern, [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join("."));
    },
    sortIpAddressList: (list) => list,
    getClientVersion: () => "1.0",
  };
  for (const [name, body] of Object.entries(functions)) globalThis[name] = body;

  return function ask(url, host) {
    if (url === null) return toJson([...wanted]);
    if (typeof FindProxyForURL !== "function") return toJson({ kind: "no-function", text: "" });
    const answer = FindProxyForURL(url, host);
    return toJson({ kind: answer === null ? "null" : typeof answer, text: toText(answer).slice(0, 2048) });
  };
})
