package dev.windlass.store.jdbc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array of ids as PostgreSQL sends one in binary. The driver writes them as text, 37 characters each, which both sides spend more time
 * on than on any other column. Not thread-safe.
 */
final class IdArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1;

    /** Number of dimensions, whether there are NULLs, type of the elements; then length and lower bound of the only dimension. */
    private static final int HEAD = 5 * Integer.BYTES;

    private static final int ID = 2 * Long.BYTES;

    private final transient @Nullable UUID[] ids;

    /** @param ids not to be changed afterwards */
    IdArray(@Nullable UUID[] ids) {
        this.ids = ids;
        setType("_uuid");
    }

    /** For a connection that was told to send nothing in binary. */
    @Override
    public String getValue() {
        return Arrays.stream(ids).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public int lengthInBytes() {
        int length = HEAD;
        for (UUID id : ids) {
            length += Integer.BYTES + (id == null ? 0 : ID);
        }
        return length;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        boolean hasNulls = Arrays.asList(ids).contains(null);
        out.putInt(1)
                .putInt(hasNulls ? 1 : 0)
                .putInt(Oid.UUID)
                .putInt(ids.length)
                .putInt(1);
        for (UUID id : ids) {
            if (id == null) {
                out.putInt(-1);
            } else {
                out.putInt(ID).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            }
        }
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("Only for sending");
    }
}
