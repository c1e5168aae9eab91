// The functions that browsers give to proxy setup scripts, with what they answer to wrong arguments as well.
//
// Semantics: Netscape's specification as Mozilla's library reads it, which Chromium ships too
// (netwerk/base/ascii_pac_utils.js, services/proxy_resolver/pac_js_library.h), and what each browser adds in C++
// (ProxyAutoConfig.cpp, proxy_resolver_v8.cc). Like theirs, these functions call one another by their global names,
// so a script that replaces one of them changes those that use it.
//
// Called with the world a script may see, {names: {host: [address, …]}, me: address, now: milliseconds}, and with
// "chromium" or "firefox". Whatever is needed after the script has run is taken from the global object before.
(function (world, browser) {
  "use strict";
  const global = globalThis;
  const apply = Reflect.apply, quote = JSON.stringify, text = String, hasOwn = Object.hasOwn;
  const join = Array.prototype.join, slice = String.prototype.slice, lowerCase = String.prototype.toLowerCase, RealDate = Date;
  const inFirefox = browser === "firefox";

  // Longest part of an answer or an error that is handed out, and all names that are: the reader has caps of its own.
  const LONGEST = 2048, LONGEST_NAMES = 65536;

  // Names that were not resolved beforehand are remembered, so that the caller can resolve them and ask again.
  const known = Object.assign(Object.create(null), world.names);
  const seen = Object.create(null);
  let wanted = "";
  const addresses = (host) => {
    const name = apply(lowerCase, host, []);
    if (ipv4(name) || ipv6(name)) return [name];
    if (name in known) return known[name];
    if (!(name in seen) && wanted.length + name.length < LONGEST_NAMES) {
      seen[name] = true;
      wanted += quote(name) + "\n";
    }
    return [];
  };

  // An address literal as its bytes, or null.
  const ipv4 = (literal) => {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(literal);
    const bytes = parts ? parts.slice(1).map(Number) : [256];
    return bytes.every((byte) => byte < 256) ? bytes : null;
  };
  const ipv6 = (literal) => {
    const halves = text(literal).split("::");
    if (!text(literal).includes(":") || halves.length > 2) return null;
    const [head, tail] = [halves[0], halves[1] ?? ""].map((half) => (half ? half.split(":") : []).flatMap(group));
    const missing = 16 - head.length - tail.length;
    if (halves.length === 2 ? missing < 2 : missing !== 0) return null;
    const bytes = [...head, ...Array(missing).fill(0), ...tail];
    return bytes.every((byte) => byte >= 0) ? bytes : null;
  };
  // A group of an IPv6 address as two bytes; four for an IPv4 address at its end, and -1 for anything else.
  const group = (part, at, all) => {
    if (at === all.length - 1 && ipv4(part)) return ipv4(part);
    if (!/^[0-9a-f]{1,4}$/i.test(part)) return [-1, -1];
    return [parseInt(part, 16) >> 8, parseInt(part, 16) & 255];
  };
  const mapped = (bytes) => (bytes.length === 4 ? [...Array(10).fill(0), 255, 255, ...bytes] : bytes);

  const today = () => new RealDate(world.now);
  const isGmt = (given) => given[given.length - 1] == "GMT";
  const between = (start, now, end) => (start <= end ? start <= now && now <= end : end >= now || now >= start);
  // The engine leaves a date as it is where a field of it is set to what is no number; elsewhere it is none then.
  const set = (date, field, value) => (isNaN(value) ? date.setTime(NaN) : date["set" + field](value));
  // The moment whose local time reads as UTC does at `date`. One field after the other, as browsers do it.
  const asGmt = (date) => {
    for (const field of ["FullYear", "Month", "Date", "Hours", "Minutes", "Seconds"])
      date["set" + field](date["getUTC" + field]());
    return date;
  };

  const WEEKDAYS = { SUN: 0, MON: 1, TUE: 2, WED: 3, THU: 4, FRI: 5, SAT: 6 };
  const MONTHS = { JAN: 0, FEB: 1, MAR: 2, APR: 3, MAY: 4, JUN: 5, JUL: 6, AUG: 7, SEP: 8, OCT: 9, NOV: 10, DEC: 11 };
  const numbered = (names, name) => (hasOwn(names, name) ? names[name] : -1);
  // A part of a date is a month's name, a day of up to 31, or a year.
  const kind = (part) => (isNaN(parseInt(part)) ? "Month" : parseInt(part) < 32 ? "Date" : "FullYear");
  const value = (part) => (kind(part) === "Month" ? numbered(MONTHS, part) : parseInt(part));

  const library = {
    wdays: { ...WEEKDAYS },
    months: { ...MONTHS },
    dnsDomainIs(host, domain) {
      const start = host.length - domain.length;
      return start >= 0 && host.substring(start) == domain;
    },
    dnsDomainLevels: (host) => host.split(".").length - 1,
    isValidIpAddress: (address) => ipv4(address) !== null,
    convert_addr(address) {
      const parts = address.split(".");
      return [0, 1, 2, 3].reduce((sum, at) => (sum << 8) | (parts[at] & 255), 0);
    },
    isInNet(host, pattern, mask) {
      if (!isValidIpAddress(pattern) || !isValidIpAddress(mask)) return false;
      const address = isValidIpAddress(host) ? host : dnsResolve(host);
      if (address == null) return false;
      const bits = convert_addr(mask);
      return (convert_addr(address) & bits) == (convert_addr(pattern) & bits);
    },
    isResolvable: (host) => dnsResolve(host) != null,
    localHostOrDomainIs: (host, full) => host == full || full.lastIndexOf(host + ".", 0) == 0,
    // Only these three are wildcards; all the rest of a pattern is a regular expression.
    shExpMatch(subject, pattern) {
      const expression = pattern.replace(/[.*?]/g, (sign) => ({ ".": "\\.", "*": ".*", "?": "." })[sign]);
      return new RegExp("^" + expression + "$").test(subject);
    },
    weekdayRange(...given) {
      if (!given.length) return false;
      const days = isGmt(given) ? given.slice(0, -1) : given;
      const now = isGmt(given) ? today().getUTCDay() : today().getDay();
      const first = numbered(WEEKDAYS, given[0]);
      const last = days.length === 2 ? numbered(WEEKDAYS, days[1]) : first;
      return first >= 0 && last >= 0 && between(first, now, last);
    },
    dateRange(...given) {
      if (!given.length) return false;
      const parts = isGmt(given) ? given.slice(0, -1) : given;
      const now = today();
      if (parts.length === 1) return now[(isGmt(given) ? "getUTC" : "get") + kind(parts[0])]() == value(parts[0]);
      const start = new RealDate(now.getFullYear(), 0, 1, 0, 0, 0);
      const end = new RealDate(now.getFullYear(), 11, 31, 23, 59, 59);
      const half = parts.length >> 1;
      parts.forEach((part, at) => (at < half ? start : end)["set" + kind(part)](value(part)));
      // Two days alone are days of this month.
      if (parts.length === 2 && kind(parts[0]) === "Date") [start, end].forEach((date) => date.setMonth(now.getMonth()));
      return between(start, isGmt(given) ? asGmt(now) : now, end);
    },
    timeRange(...given) {
      if (!given.length) return false;
      const parts = isGmt(given) ? given.slice(0, -1) : given;
      const now = today();
      const hour = isGmt(given) ? now.getUTCHours() : now.getHours();
      if (parts.length === 1) return hour == parts[0];
      // Unlike the longer forms, this one does not go over midnight.
      if (parts.length === 2) return parts[0] <= hour && hour <= parts[1];
      if (parts.length !== 4 && parts.length !== 6) throw "timeRange: bad number of arguments";
      const half = parts.length / 2;
      const [start, end] = [parts.slice(0, half), parts.slice(half)].map(([hours, minutes, seconds]) => {
        const date = today();
        if (half === 3) set(date, "Seconds", seconds);
        set(date, "Hours", hours);
        set(date, "Minutes", minutes);
        return date;
      });
      if (half === 2) end.setSeconds(59);
      return between(start, isGmt(given) ? asGmt(now) : now, end);
    },
  };

  const firefox = {
    alert(...given) {
      if (!given.length) throw new TypeError("alert requires at least 1 argument, but only 0 were passed");
      text(given[0]);
    },
    myIpAddress: () => world.me,
    dnsResolve(...given) {
      if (!given.length) throw new TypeError("dnsResolve requires at least 1 argument, but only 0 were passed");
      return typeof given[0] === "string" ? (addresses(given[0])[0] ?? null) : null;
    },
    isPlainHostName: (host) => host.search("(\\.)|:") == -1,
  };

  // Microsoft's additions are Chromium's too, but for `getClientVersion` and the functions that end in Ex themselves.
  const chromium = {
    alert() {},
    myIpAddress: () => world.me,
    myIpAddressEx: () => world.me,
    dnsResolve: (host) => (typeof host === "string" ? (addresses(host).find(ipv4) ?? null) : null),
    dnsResolveEx: (host) => (typeof host === "string" ? addresses(host).join(";") : undefined),
    isResolvableEx: (host) => dnsResolveEx(host) != "",
    isPlainHostName: (host) => (typeof host === "string" ? !host.includes(".") && ipv6(host) === null : null),
    sortIpAddressList(list) {
      if (typeof list !== "string" || /[^\0-\x7f]/.test(list)) return null;
      const sorted = list.replace(/[ \t]/g, "").split(";").filter(Boolean);
      const keys = new Map(sorted.map((literal) => [literal, ipv4(literal) ?? ipv6(literal)]));
      if (!sorted.length || [...keys.values()].includes(null)) return false;
      const order = (one, other) => other.length - one.length || difference(one, other);
      return sorted.sort((one, other) => order(keys.get(one), keys.get(other))).join(";");
    },
    isInNetEx(literal, block) {
      if (typeof literal !== "string" || typeof block !== "string") return null;
      const [prefix, length, ...more] = block.split("/");
      const [address, base] = [literal, prefix].map((one) => ipv4(one) ?? ipv6(one));
      if (!address || !base || more.length || !/^\d{1,3}$/.test(length) || length > base.length * 8) return false;
      const bits = base.length === 4 ? 96 + Number(length) : Number(length);
      return binary(mapped(address)).slice(0, bits) === binary(mapped(base)).slice(0, bits);
    },
  };
  const difference = (one, other) => one.map((byte, at) => byte - other[at]).find((by) => by !== 0) ?? 0;
  const binary = (bytes) => bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");

  // What this engine has and those of browsers' setup scripts have not.
  for (const name of ["queueMicrotask", "DOMException", "atob", "btoa", "performance", "navigator", "InternalError"])
    delete global[name];
  for (const [name, member] of Object.entries(library))
    Object.defineProperty(global, name, { value: member, writable: true, enumerable: true, configurable: false });
  for (const [name, member] of Object.entries(inFirefox ? firefox : chromium))
    Object.defineProperty(global, name, { value: member, writable: true, enumerable: true, configurable: true });

  // One answer as JSON: [kind, text]. A string goes through `quote`, which calls nothing that a script could replace,
  // and `flat`, since a string that the engine keeps in pieces cannot be handed out.
  const flat = (...pieces) => apply(join, pieces, [""]);
  const answer = (what, content) => flat('["', what, '",', quote(apply(slice, content, [0, LONGEST])), "]");
  const described = (error) => {
    try {
      return typeof error === "object" && error !== null ? text(error.name) + ": " + text(error.message) : text(error);
    } catch {
      return "an error that cannot be read";
    }
  };
  return function ask(url, host) {
    if (url === null) return flat(wanted);
    let given;
    try {
      const decide = global.FindProxyForURL;
      if (typeof decide !== "function") return answer("no-function", "");
      given = apply(decide, global, [url, host]);
    } catch (error) {
      return answer("threw", described(error));
    }
    if (typeof given === "string") return answer("text", given);
    return answer(given === null ? "null" : "other", typeof given);
  };
})
