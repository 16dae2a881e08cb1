// Tests hold the creation code of the contracts they create. Compiling them anew for every mutant takes minutes; so they are
// compiled once, and where they hold the code of a contract under test they get a stub of the same length. It creates whatever
// code stands at a fixed address, with the same constructor arguments, and so do tests that are compiled once create any mutant.

// A test that fails is run again with every step of it kept, for a stack trace that nobody reads here: that takes ten times as
// long, and gigabytes. A test that asked the machine for its time is not, as it may not go the same way again.
const cheatcodes = "7109709ecfa91a80626ff3989d68f67f5b1dd12d";
const impure = "625387dc"; // unixTime()

const hex = (value, bytes) => value.toString(16).padStart(bytes * 2, "0");

/**
 * A stub for creation code of `length` bytes, in hex. Behind it stand the constructor's arguments, as behind the code it
 * replaces. It copies the code at `address` and the arguments to an account of their own, calls that in its own context,
 * as the creation that it is, and returns the answer: the deployed code with its immutables, or the reason of a revert.
 */
export function stubFor(length, address) {
  // The code of the account is whatever follows this: size := codesize - 11; codecopy(0, 11, size); return(0, size)
  const copier = "600b380380600b5f395ff3";
  const account = `73${address}`;
  const code = [
    `63${impure}5f525f5f6004601c5f73${cheatcodes}5af150`, // mstore(0, impure); call(gas, cheatcodes, 0, 28, 4, 0, 0)
    `6a${copier}60a81b5f52`, // mstore(0, copier), at the head of the word
    `${account}3b`, // n := extcodesize(account)
    `805f600b${account}3c`, // extcodecopy(account, 11, 0, n)
    `61${hex(length, 2)}3803`, // a := codesize - length
    `8061${hex(length, 2)}83600b0139`, // codecopy(11 + n, length, a)
    "01600b015f5ff0", // create(0, 0, 11 + n + a)
    "5f5f5f5f845af4", // delegatecall(gas, created, 0, 0, 0, 0)
    "3d5f5f3e", // returndatacopy(0, 0, returndatasize)
  ].join("");
  const returns = code.length / 2 + 6;
  const stub = `${code}60${hex(returns, 1)}573d5ffd5b3d5ff3`; // if failed, revert(0, returndatasize); return(0, returndatasize)
  if (stub.length / 2 > length) throw new Error(`a stub of ${stub.length / 2} bytes does not fit code of ${length}`);
  return stub.padEnd(length * 2, "0");
}
