namespace DecentralOrg.Kernel.Settlement;

/// <summary>
/// Cuts a stream of UTF-8 into lines, in one buffer that is used again and again: a line is read where it lies, and holds until
/// the next one is asked for. Lines end as <see cref="TextReader.ReadLine"/> has it: with LF, CR, or both.
/// </summary>
internal sealed class Utf8Lines(Stream stream)
{
    private const int UsualBuffer = 1 << 18;

    private byte[] buffer = new byte[UsualBuffer];
    private int start;
    private int end;
    private bool ended;
    private bool afterReturn;

    /// <summary>The lines read so far, and so the number of the last one; 1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="line">The line without its end.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="BundleException">The line is longer.</exception>
    public bool TryRead(int most, out ReadOnlySpan<byte> line)
    {
        line = default;
        for (var searched = 0; ;)
        {
            var rest = buffer.AsSpan(start, end - start);
            // The second half of an end that was taken for one with its first half, so that nothing waits for what may not come.
            if (afterReturn && !rest.IsEmpty)
            {
                afterReturn = false;
                start += rest[0] == '\n' ? 1 : 0;
                continue;
            }
            var length = rest[searched..].IndexOfAny((byte)'\n', (byte)'\r') + searched;
            var found = length >= searched;
            if (!found)
                length = rest.Length;
            if (length > most)
                throw new BundleException(new BundleRefusal(Number + 1, BundleRule.LineTooLong, $"The line is longer than {most} bytes, more than any line of a bundle needs; end every line with a line feed, and leave out what is not part of the format."));
            if (!found && !ended)
            {
                searched = length;
                Fill();
                continue;
            }
            if (!found && rest.IsEmpty)
                return false;
            line = rest[..length];
            start += length;
            if (found)
            {
                start++;
                afterReturn = rest[length] == '\r';
            }
            Number++;
            return true;
        }
    }

    /// <summary>Takes more of the stream into the buffer, behind what is not read yet.</summary>
    private void Fill()
    {
        var rest = end - start;
        if (start > 0)
        {
            // The room for a long line is not needed for the short ones after it.
            var target = buffer.Length > UsualBuffer && rest < UsualBuffer ? new byte[UsualBuffer] : buffer;
            buffer.AsSpan(start, rest).CopyTo(target);
            (buffer, start, end) = (target, 0, rest);
        }
        else if (rest == buffer.Length)
        {
            Array.Resize(ref buffer, (int)Math.Min(2L * rest, Array.MaxLength));
        }
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        ended = read == 0;
    }
}
