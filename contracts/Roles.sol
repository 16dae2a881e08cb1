// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRoles, RoleCondition, RoleHolding} from "./interfaces/IRoles.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";
import {InfluenceMath} from "./libraries/InfluenceMath.sol";
import {Pages} from "./libraries/Pages.sol";

/// @title Roles
contract Roles is IRoles {
    uint256 private constant MAX_NAME = 64;
    uint256 private constant MAX_AREA = 32;

    /// @dev A name that is given for longer outlives who voted for it.
    uint256 private constant MAX_TERM = 4 * 365 days;

    /// @inheritdoc IRoles
    address public immutable owner;

    /// @inheritdoc IRoles
    ISettlement public immutable settlement;

    mapping(bytes32 id => mapping(address account => RoleHolding)) private _holdings;

    /// @param owner_ Gives and revokes roles.
    /// @param settlement_ The settlement contract; may be created after this contract.
    constructor(address owner_, ISettlement settlement_) {
        owner = owner_;
        settlement = settlement_;
    }

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender, owner);
        _;
    }

    /// @inheritdoc IRoles
    function holds(string calldata role, address account) external view returns (bool) {
        RoleHolding storage holding = _holdings[_id(role)][account];
        return block.timestamp < holding.until && !holding.suspended;
    }

    /// @inheritdoc IRoles
    function holdingOf(string calldata role, address account) external view returns (RoleHolding memory) {
        return _holdings[_id(role)][account];
    }

    /// @inheritdoc IRoles
    function grant(string calldata role, address account, uint64 until, RoleCondition calldata condition)
        external
        onlyOwner
    {
        uint256 length = bytes(role).length;
        if (length == 0 || length > MAX_NAME) revert RoleLength(length);
        (bool isMember, uint32 number) = settlement.ledger().memberOf(account);
        if (!isMember) revert NotMember(account);
        if (until <= block.timestamp || until > block.timestamp + MAX_TERM) {
            revert TermInvalid(until, block.timestamp, block.timestamp + MAX_TERM);
        }
        _checkCondition(condition);
        bytes32 id = _id(role);
        _holdings[id][account] = RoleHolding(uint64(block.timestamp), until, number, false, condition);
        emit RoleGranted(id, account, role, until, condition);
    }

    /// @inheritdoc IRoles
    /// @dev Also one whose time is over: a vote that also does other things must not fail because it took its time.
    function revoke(string calldata role, address account) external onlyOwner {
        bytes32 id = _id(role);
        if (_holdings[id][account].since == 0) revert RoleNotHeld(role, account);
        delete _holdings[id][account];
        emit RoleRevoked(id, account, role);
    }

    /// @inheritdoc IRoles
    function show(string calldata role, address account, bytes calldata influence) external returns (bool met) {
        bytes32 id = _id(role);
        RoleHolding storage holding = _holdings[id][account];
        if (block.timestamp >= holding.until) revert RoleNotHeld(role, account);
        uint256 needed = holding.condition.influenceBp;
        if (needed == 0) revert NoCondition(role, account);
        uint256 found = _influenceOf(holding.member, influence);
        met = found * InfluenceMath.BASE >= needed * InfluenceMath.SCALE;
        holding.suspended = !met;
        emit ConditionShown(id, account, _finalEpoch(), uint64(found), met);
    }

    /// @dev Influence of a member in the last final settlement, from the page that holds him.
    function _influenceOf(uint32 member, bytes calldata influence) private view returns (uint256) {
        ISettlement.Posted memory posted = settlement.finalSettlement();
        if (posted.submitter == address(0)) revert NothingSettled();
        if (member >= posted.members) return 0;
        uint32 page = uint32(Pages.pageOf(member));
        (bytes32 expected,) = settlement.finalPage(page);
        if (keccak256(influence) != expected) revert StalePage(page);
        return Pages.influenceAt(influence, member % Pages.SIZE);
    }

    /// @dev Only asked where an epoch is final: the one before the open one, or another one before if that is not final.
    function _finalEpoch() private view returns (uint32) {
        (, ISettlement.Stage stage) = settlement.closed();
        return settlement.openEpoch() - (stage == ISettlement.Stage.Open ? 1 : 2);
    }

    function _checkCondition(RoleCondition calldata condition) private pure {
        if (condition.influenceBp > InfluenceMath.BASE) revert ShareInvalid(condition.influenceBp);
        uint256 length = bytes(condition.area).length;
        bool valid = length == 0
            ? condition.areaBp == 0 && condition.areaEpochs == 0
            : length <= MAX_AREA && condition.areaBp != 0 && condition.areaBp <= InfluenceMath.BASE
                && condition.areaEpochs != 0;
        if (!valid) revert AreaInvalid(condition.area, condition.areaBp, condition.areaEpochs);
    }

    function _id(string calldata role) private pure returns (bytes32) {
        return keccak256(bytes(role));
    }
}
