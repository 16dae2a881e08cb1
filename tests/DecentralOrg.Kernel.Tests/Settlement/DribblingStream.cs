namespace DecentralOrg.Kernel.Tests.Settlement;

/// <summary>Bytes that arrive in small pieces and cannot be read twice, as from a pipe.</summary>
internal sealed class DribblingStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
}
