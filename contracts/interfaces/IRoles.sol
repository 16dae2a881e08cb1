// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISettlement} from "./ISettlement.sol";

/// @notice What a role asks of its holder, beside the vote that gave it.
struct RoleCondition {
    /// Shown on chain: the least share of all influence in the last final settlement, in 1/10000. 0 asks for none.
    uint16 influenceBp;
    /// Only reported: an area, at most 32 bytes of UTF-8. The chain does not hold influence by area, so that nothing here
    /// follows from it: nodes report whether it is met, and members vote. Empty asks for none.
    string area;
    /// Only reported: the least share of the influence of `area`, in 1/10000.
    uint16 areaBp;
    /// Only reported: over how many last epochs.
    uint16 areaEpochs;
}

/// @notice A role as it was given to a member.
struct RoleHolding {
    /// When it was given, in seconds since 1970; 0 if it never was, or was revoked.
    uint64 since;
    /// When it ends, in seconds since 1970.
    uint64 until;
    /// The member's number.
    uint32 member;
    /// Whether it was shown last that the condition is not met.
    bool suspended;
    /// What it asks for.
    RoleCondition condition;
}

/// @title Roles
/// @notice Names that votes give to members for a time, such as `steward of area docs`. They carry no power in the contracts:
/// other software reads them, and people. A role can ask for a share of all influence. Then anybody shows, by the page of
/// influence in the last final settlement, that its holder has less, which suspends it, or has it again, which restores it.
/// What it asks for in an area is not on the chain and only reported.
interface IRoles {
    /// @notice The `account` has the role `role`, whose hash is `id`, until `until` (seconds since 1970), on this `condition`.
    event RoleGranted(
        bytes32 indexed id, address indexed account, string role, uint64 until, RoleCondition condition
    );

    /// @notice The `account` has not the role `role` any more, whose hash is `id`.
    event RoleRevoked(bytes32 indexed id, address indexed account, string role);

    /// @notice By the settlement of `epoch` the `account` has this `influence`, in units of 2^-60 of all, which is (`met`) or
    /// is not what its role with the hash `id` asks for.
    event ConditionShown(
        bytes32 indexed id, address indexed account, uint32 epoch, uint64 influence, bool met
    );

    /// @notice Only `owner` may give and revoke roles, not `caller`.
    error NotOwner(address caller, address owner);

    /// @notice The name of a role has 1 to 64 bytes, not `length`.
    error RoleLength(uint256 length);

    /// @notice Roles are for members, and `account` is none.
    error NotMember(address account);

    /// @notice A role given now ends after `earliest` and at `latest` at last, not at `until`, all in seconds since 1970.
    error TermInvalid(uint64 until, uint256 earliest, uint256 latest);

    /// @notice A share is at most 10000, in 1/10000, not `share`.
    error ShareInvalid(uint16 share);

    /// @notice With an `area` of 1 to 32 bytes go a share `areaBp` of 1 to 10000 and at least one of `areaEpochs`; without,
    /// both are 0.
    error AreaInvalid(string area, uint16 areaBp, uint16 areaEpochs);

    /// @notice The `account` has no role `role`, or its time is over.
    error RoleNotHeld(string role, address account);

    /// @notice The role `role` of `account` asks for no influence: there is nothing to show.
    error NoCondition(string role, address account);

    /// @notice No epoch was settled yet, and genesis has no influence.
    error NothingSettled();

    /// @notice The bytes given are not page `page` of the influence in the last final settlement.
    error StalePage(uint32 page);

    /// @notice The only account that gives and revokes roles; fixed at creation.
    function owner() external view returns (address);

    /// @notice Whose members have roles, and whose settlements conditions are about; fixed at creation.
    function settlement() external view returns (ISettlement);

    /// @notice Whether `account` has the role `role` now: it was given, not revoked, is not over, and not suspended.
    function holds(string calldata role, address account) external view returns (bool);

    /// @notice The role `role` as it was given to `account`, also if its time is over; empty if it was not, or was revoked.
    function holdingOf(string calldata role, address account) external view returns (RoleHolding memory);

    /// @notice Gives `account` the role `role`, or gives it anew: with another end, another condition, and not suspended.
    /// @custom:caller The owner.
    /// @param role Its name, 1 to 64 bytes of UTF-8; equal names are equal byte by byte.
    /// @param account A member.
    /// @param until When it ends, in seconds since 1970: later than now, and within four years of 365 days.
    /// @param condition What it asks for.
    function grant(string calldata role, address account, uint64 until, RoleCondition calldata condition) external;

    /// @notice Takes the role `role` from `account`.
    /// @custom:caller The owner.
    function revoke(string calldata role, address account) external;

    /// @notice Shows whether `account` has the share of influence that its role `role` asks for, by the last final settlement:
    /// suspends the role if not, and restores it if so.
    /// @custom:caller Anyone.
    /// @param influence The page of influence that holds the member, 8 bytes each, as it was submitted. Not read if the
    /// account became a member after that settlement: then it has none.
    /// @return met Whether it has.
    function show(string calldata role, address account, bytes calldata influence) external returns (bool met);
}
