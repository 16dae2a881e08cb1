// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Everything a binding can meet, in one contract of no use.
contract Probe {
    enum Color {
        Red,
        Green
    }

    struct Point {
        int128 x;
        uint128 y;
    }

    struct Shape {
        string name;
        bytes28 tag;
        bytes data;
        Point[] points;
        uint64[2] pair;
        Color color;
    }

    event Drawn(uint64 indexed number, string indexed label, Shape shape, uint256 value);

    error Refused(uint32 member, string reason, Point at);

    address public immutable owner;
    uint64 public drawn;

    constructor(address owner_, uint64 start) payable {
        owner = owner_;
        drawn = start;
    }

    function echo(Shape calldata shape, bytes32[] calldata ids) external pure returns (Shape memory, bytes32[] memory, uint256 count) {
        return (shape, ids, ids.length);
    }

    function draw(Shape calldata shape) external payable {
        drawn++;
        emit Drawn(drawn, shape.name, shape, msg.value);
    }

    function refuse(uint32 member) external pure returns (uint256) {
        revert Refused(member, "no\n", Point(-1, 2));
    }

    function refuseIn(uint64 number) external {
        drawn++;
        require(drawn != number, "not this one");
    }

    function panic(uint256 code) external pure returns (uint256) {
        assert(code != 1);
        uint256[] memory none = new uint256[](0);
        return code == 0x12 ? 1 / (code - 0x12) : none[code];
    }
}
