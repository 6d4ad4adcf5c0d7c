package org.unshatter.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** SHA-256 of a file's tensors and metadata, kept among the metadata: without it a damaged number would be a number like others. */
final class Checksum {

    static final String KEY = "sha256";

    /** Where the tensors are. */
    interface Source {
        Entry entry(String name) throws IOException;
    }

    private Checksum() {
    }

    /** Of the metadata but the sum itself, then names, types, shapes and bytes of the tensors, all in alphabetical order. */
    static String of(Collection<String> names, Source source, Map<String, String> metadata) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        new TreeMap<>(metadata).forEach((key, value) -> {
            if (!key.equals(KEY)) {
                add(digest, key);
                add(digest, value);
            }
        });
        for (String name : new TreeSet<>(names)) {
            Entry entry = source.entry(name);
            add(digest, name + " " + entry.type() + Arrays.toString(entry.shape()));
            digest.update(entry.data());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
