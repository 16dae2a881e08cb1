// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {OrganizationCheck} from "./OrganizationCheck.sol";
import {IFoundingCheck} from "./interfaces/IFoundingCheck.sol";
import {Terms} from "./interfaces/IParameters.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";

/// @title FoundingCheck
contract FoundingCheck is OrganizationCheck, IFoundingCheck {
    /// @param settlement The settlement contract, which leads to all others.
    /// @param deployer Who created the contracts.
    /// @param founders The charter's founders, in their order.
    /// @param terms The charter's parameters.
    constructor(
        ISettlement settlement,
        address deployer,
        ISettlement.Founder[] memory founders,
        Terms memory terms,
        string memory tokenName,
        string memory tokenSymbol
    ) OrganizationCheck(settlement, deployer) {
        if (settlement.openEpoch() != 0) revert EpochNotFirst(settlement.openEpoch());
        _checkFounders(settlement, deployer, founders);
        _checkToken(IERC20Metadata(address(settlement.token())), tokenName, tokenSymbol);
        bytes32 expected = keccak256(abi.encode(terms));
        if (keccak256(abi.encode(settlement.parameters().current())) != expected) revert TermsWrong();
        if (keccak256(abi.encode(settlement.termsOf(0))) != expected) revert TermsWrong();
    }

    /// @dev Members and delegations beyond the founders' are not looked at: founders may act before the check is mined.
    function _checkFounders(ISettlement settlement, address deployer, ISettlement.Founder[] memory founders)
        private
        view
    {
        uint256 expected = 0;
        bool founded = false;
        for (uint32 i = 0; i < founders.length; ++i) {
            address founder = founders[i].account;
            address member = settlement.ledger().memberAt(i);
            if (member != founder) revert FounderNotMember(i, founder, member);
            uint256 own = settlement.reputation().reputationOf(founder);
            if (own != founders[i].reputation) revert FounderReputationWrong(founder, own, founders[i].reputation);
            expected += own;
            founded = founded || founder == deployer;
        }
        uint256 found = settlement.reputation().reputationOf(deployer);
        if (!founded && found != 0) revert DeployerHasReputation(deployer, found);
        found = settlement.reputation().totalReputation();
        if (found != expected) revert ReputationElsewhere(found, expected);
    }

    function _checkToken(IERC20Metadata token, string memory name, string memory symbol) private view {
        uint256 supply = token.totalSupply();
        if (supply != 0) revert TokensMinted(supply);
        if (!_equal(token.name(), name) || !_equal(token.symbol(), symbol)) {
            revert TokenNameWrong(token.name(), token.symbol());
        }
    }
}
