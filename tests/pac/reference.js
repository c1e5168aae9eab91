// The helper functions of setup scripts written once more, by what the specification and the browsers' documentation
// say of them, in another manner than the product's: to be run in V8 and compared.
//
// Reads lines of JSON, {browser, now, names, helper, arguments}, and answers each with {value} or {throws}.
"use strict";
const readline = require("node:readline");

function numberOf(address) {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(String(address))) return null;
  let sum = 0n;
  for (const byte of String(address).split(".")) {
    if (+byte > 255) return null;
    sum = sum * 256n + BigInt(byte);
  }
  return sum;
}

function numberOf6(address) {
  if (!require("node:net").isIPv6(address) || address.includes("%")) return null;
  const last = address.slice(address.lastIndexOf(":") + 1);
  let text = address;
  if (last.includes(".")) {
    const low = numberOf(last);
    text = address.slice(0, -last.length) + (low >> 16n).toString(16) + ":" + (low & 65535n).toString(16);
  }
  const [head, tail] = text.split("::");
  const groups = (part) => (part ? part.split(":") : []);
  const all = tail === undefined ? groups(head)
    : [...groups(head), ...Array(8 - groups(head).length - groups(tail).length).fill("0"), ...groups(tail)];
  return all.reduce((sum, group) => sum * 65536n + BigInt("0x" + group), 0n);
}

const anyAddress = (text) => {
  const four = numberOf(text);
  if (four !== null) return { bits: 32, number: four };
  const six = typeof text === "string" ? numberOf6(text) : null;
  return six === null ? null : { bits: 128, number: six };
};
const wide = ({ bits, number }) => (bits === 32 ? number + (0xffffn << 32n) : number);

function library({ browser, names }) {
  const lookup = (host) => {
    const literal = anyAddress(host.toLowerCase());
    return literal ? [host.toLowerCase()] : (names[host.toLowerCase()] ?? []);
  };
  const needString = (value) => {
    if (typeof value !== "string") throw new TypeError("no text");
    return value;
  };
  const dnsResolve = (host) => {
    if (typeof host !== "string") return null;
    const found = browser === "firefox" ? lookup(host) : lookup(host).filter((one) => numberOf(one) !== null);
    return found.length ? found[0] : null;
  };
  const signed = (text) => {
    const bytes = new Uint8Array(4);
    needString(text).split(".").slice(0, 4).forEach((part, at) => (bytes[at] = Number(part)));
    return new DataView(bytes.buffer).getInt32(0);
  };
  const both = {
    dnsResolve,
    dnsDomainIs: (host, domain) => needString(host).endsWith(needString(domain)),
    dnsDomainLevels: (host) => [...needString(host)].filter((letter) => letter === ".").length,
    isValidIpAddress: (text) => numberOf(text) !== null,
    convert_addr: signed,
    isResolvable: (host) => dnsResolve(host) !== null,
    localHostOrDomainIs: (host, full) => host === full || needString(full).startsWith(`${host}.`),
    isInNet(host, pattern, mask) {
      const [base, bits] = [pattern, mask].map(numberOf);
      if (base === null || bits === null) return false;
      const address = numberOf(host) === null ? dnsResolve(host) : host;
      return address !== null && ((BigInt(signed(address)) ^ base) & bits & 0xffffffffn) === 0n;
    },
    shExpMatch(text, pattern) {
      const wildcards = new Map([["*", ".*"], ["?", "."], [".", "\\."]]);
      const source = needString(pattern).split("").map((sign) => wildcards.get(sign) ?? sign).join("");
      return new RegExp(`^${source}$`).test(text);
    },
  };
  const firefox = { isPlainHostName: (host) => !/[.:]/.test(needString(host)) };
  const chromium = {
    isPlainHostName: (host) => (typeof host === "string" ? !host.includes(".") && numberOf6(host) === null : null),
    dnsResolveEx: (host) => (typeof host === "string" ? lookup(host).join(";") : undefined),
    isResolvableEx: (host) => typeof host !== "string" || lookup(host).length > 0,
    sortIpAddressList(list) {
      if (typeof list !== "string" || [...list].some((letter) => letter > "\x7f")) return null;
      const found = list.replaceAll(/[ \t]/g, "").split(";").filter((one) => one !== "");
      if (!found.length || found.some((one) => anyAddress(one) === null)) return false;
      const rank = (one) => (anyAddress(one).bits === 128 ? 0n : 1n << 130n) + anyAddress(one).number;
      return found.sort((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0)).join(";");
    },
    isInNetEx(text, block) {
      if (typeof text !== "string" || typeof block !== "string") return null;
      const match = /^([^/]*)\/(\d{1,3})$/.exec(block);
      const [address, base] = [anyAddress(text), match && anyAddress(match[1])];
      if (!address || !base || match[2] > base.bits) return false;
      const rest = BigInt(base.bits - Number(match[2]));
      return wide(address) >> rest === wide(base) >> rest;
    },
  };
  return { ...both, ...(browser === "firefox" ? firefox : chromium) };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const call = JSON.parse(line);
  let result;
  try {
    const value = library(call)[call.helper](...call.arguments);
    result = { value: value === undefined ? null : value };
  } catch (error) {
    result = { throws: error.name };
  }
  process.stdout.write(JSON.stringify(result) + "\n");
});
