#!/usr/bin/env python3
"""Broken and hostile PDFs, made from a seed, and what the program makes of them.

    .ci/broken_pdfs.py                             340 files, with target/release/leitmotif
    .ci/broken_pdfs.py --count 1000 --seed 7       others
    .ci/broken_pdfs.py --packages                  also the PDFs in the tests of pypdf (by pip) and pdf-parse (by npm)
    .ci/broken_pdfs.py --folder DIR                also the PDFs below a folder
    .ci/broken_pdfs.py --keep DIR                  keeps the files that it made

The kinds take turns; the same seed and number give the same bytes. Each file is read by `leitmotif read-pdf` alone, which tells time,
memory and crashes, and then ten at a time by an ingest, which must end in time, hold the papers that could be read, and name a reason for
each other. The exit code is 1 where a file crashes its reader, takes more than --seconds or --megabytes, or is not accounted for.
A reader that a limit stops, with a reason that says so, is no failure.
"""
import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zlib

import gold

SAMPLES = [path.read_bytes() for path in sorted((gold.ROOT / "tests/pdf").glob("*.pdf"))]
OBJECT = re.compile(rb"\d+ 0 obj\b.*?endobj\s*", re.S)
HUGE = [b"0", b"-1", b"2147483647", b"4294967296", b"-9223372036854775808", b"1e38", b"99999999999999999999", b"0.0000001", b"null"]


def sample(dice):
    return dice.choice(SAMPLES)


# Files made of others.

def cut(dice):
    file = sample(dice)
    return file[:dice.randrange(len(file))]


def flipped(dice):
    file = bytearray(sample(dice))
    for _ in range(dice.choice((1, 5, 40, 400))):
        file[dice.randrange(len(file))] = dice.randrange(256)
    return bytes(file)


def spliced(dice):
    file = sample(dice)
    start, length = dice.randrange(len(file)), dice.choice((1, 30, 2000))
    return file[:start] + dice.choice((b"", dice.randbytes(length), file[:length])) + file[start + length:]


def without_objects(dice):
    return OBJECT.sub(lambda found: b"" if dice.random() < dice.choice((.02, .3)) else found[0], sample(dice))


def doubled_objects(dice):
    objects = OBJECT.findall(sample(dice))
    return OBJECT.sub(lambda found: found[0] + dice.choice(objects) * (dice.random() < .2), sample(dice))


def broken_xref(dice):
    file = sample(dice)
    return dice.choice((
        lambda: re.sub(rb"\d{10} \d{5} n", lambda found: b"%010d 00000 n" % dice.randrange(2 * len(file)), file),
        lambda: re.sub(rb"startxref\s+\d+", b"startxref\n%d" % dice.randrange(10 ** 9), file),
        lambda: re.sub(rb"startxref.*", b"", file, flags=re.S),
        lambda: re.sub(rb"trailer\s*<<", b"trailer << /Prev %d" % max(file.rfind(b"xref\n0"), 0), file),
        lambda: re.sub(rb"/Size \d+", b"/Size " + dice.choice(HUGE), file),
    ))()


def crossed_references(dice):
    return re.sub(rb"(\d+) 0 R", lambda found: b"%d 0 R" % dice.randrange(1, 40) if dice.random() < .3 else found[0], sample(dice))


def wrong_lengths(dice):
    return re.sub(rb"/Length \d+(?! 0 R)", lambda _: b"/Length " + dice.choice(HUGE + [b"%d" % dice.randrange(10 ** 6), b"1 0 R"]), sample(dice))


def wrong_filters(dice):
    filters = [b"/LZWDecode", b"/DCTDecode", b"/JBIG2Decode", b"/JPXDecode", b"/ASCII85Decode", b"/CCITTFaxDecode", b"/RunLengthDecode", b"/ASCIIHexDecode",
               b"/Crypt", b"/None", b"[/FlateDecode /FlateDecode]", b"[/ASCII85Decode /LZWDecode]"]
    return re.sub(rb"/FlateDecode", lambda found: dice.choice(filters) if dice.random() < .5 else found[0], sample(dice))


def blown_numbers(dice):
    return re.sub(rb"(?<=[ \[])-?\d+(?=[ \]])", lambda found: dice.choice(HUGE) if dice.random() < .05 else found[0], sample(dice))


def renamed_keys(dice):
    names = re.findall(rb"/[A-Z]\w+", sample(dice))
    return re.sub(rb"/[A-Z]\w+", lambda found: dice.choice(names) if dice.random() < .04 else found[0], sample(dice))


# Files made from nothing.

def assembled(objects, first=b"%PDF-1.7\n"):
    """A file of these objects, numbered from 1; the first is the catalog."""
    file, places = bytearray(first), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    xref = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(file + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref))


def stream(content, keys=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(content), content)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F 11 Tf 1 0 0 1 60 700 Tm (Small firms go abroad for many reasons, and scholars name most of them.) Tj ET\n"


def paged(content, resources=b"/Font << /F 5 0 R >>", more=(), box=b"[0 0 600 800]", font=FONT, keys=b""):
    """A file of one page; what is in `more` has the numbers from 6."""
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                      b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> %s >>" % (box, resources, keys), stream(content), font, *more])


def page_loops(dice):
    kids = dice.choice((b"[2 0 R]", b"[2 0 R 2 0 R]", b"[3 0 R 4 0 R 2 0 R]", b"[3 0 R " + b"5 0 R " * 9 + b"]"))
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids %s /Count %s >>" % (kids, dice.choice(HUGE)),
                      b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 9 9] >>", b"4 0 R", b"<< /Type /Pages /Parent 5 0 R /Kids [2 0 R 5 0 R] /Count 7 >>"])


def many_pages(dice):
    count = dice.choice((2000, 50_000, 400_000))
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count),
                      b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>", stream(TEXT), FONT])


def deep(dice):
    depth, (begin, end) = dice.choice((500, 20_000, 2_000_000)), dice.choice(((b"[", b"]"), (b"<</A ", b">>"), (b"(", b")"), (b"<</Kids[", b"]>>")))
    nest = begin * depth + end * depth
    return dice.choice((lambda: paged(TEXT, keys=b"/Deep " + nest), lambda: paged(TEXT + nest + TEXT), lambda: paged(TEXT, b"/Font " + nest),
                        lambda: paged(TEXT + b"q " * depth), lambda: paged(TEXT + b"BT " * depth + b"/A BMC " * depth)))()


def forms(dice):
    """Forms that draw themselves, each other, or each the next one many times."""
    wide, count = dice.choice(((1, 1), (1, 3), (10, 10), (200, 4), (2, 40)))
    last = dice.choice((6, 6 + count))
    more = []
    for number in range(6, 6 + count):
        after = number + 1 if number + 1 < 6 + count else last
        more.append(stream(b"/X Do " * wide + TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >>" % after))
    return paged(TEXT + b"/X Do", b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>", more)


def drawn_fonts(dice):
    """Fonts of drawings that write with themselves."""
    font = (b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix %s /FirstChar 0 /LastChar %s /Widths [9 9] /Encoding << /Differences [65 /A] >> "
            b"/CharProcs << /A 6 0 R >> /Resources << /Font << /F 5 0 R >> >> >>"
            % (dice.choice((b"[.001 0 0 .001 0 0]", b"[0 0 0 0 0 0]", b"[1e30 0 0 1e30 0 0]")), dice.choice(HUGE)))
    return paged(b"BT /F 9 Tf (AAAA) Tj ET " * 50, more=[stream(b"9 0 d0 BT /F 9 Tf (AAAAAAAAAA) Tj ET")], font=font)


def many_fonts(dice):
    count = dice.choice((300, 30_000))
    return paged(b"".join(b"BT /F%d 9 Tf (word) Tj ET\n" % number for number in range(count)),
                 b"/Font << " + b"".join(b"/F%d %d 0 R " % (number, 6 + number) for number in range(count)) + b">>", [FONT] * count)


def sizes(dice):
    value = lambda: dice.choice(HUGE + [b"0", b"600", b"1e-9"])
    return paged(TEXT, box=b"[" + b" ".join(value() for _ in range(dice.choice((3, 4, 4, 4)))) + b"]", keys=b"/Rotate %s /UserUnit %s" % (value(), value()))


def lost_fonts(dice):
    return paged(TEXT * 9, dice.choice((b"", b"/Font << >>", b"/Font 77 0 R", b"/Font << /F 77 0 R >>", b"/Font << /F 4 0 R >>", b"/Font << /F 3 0 R >>")))


def far_away(dice):
    value = lambda: dice.choice(HUGE + [b"1", b"0", b"60", b"700"])
    content = b"".join(b"BT /F %s Tf %s Tm %s Tz %s Tc %s TL (far away) Tj T* (words) Tj ET\n" % (value(), b" ".join(value() for _ in range(6)), value(), value(), value())
                       for _ in range(200))
    return paged(b" ".join(value() for _ in range(6)) + b" cm " + content + TEXT)


def bombs(dice):
    """Streams that unpack to far more than they are."""
    size = dice.choice((50, 600)) << 20
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(bytes(1 << 20) if dice.random() < .5 else b" " * (1 << 20)) for _ in range(size >> 20)) + pack.flush()
    twice = dice.random() < .5
    keys = b"/Filter [/FlateDecode /FlateDecode]" if twice else b"/Filter /FlateDecode"
    bomb = stream(zlib.compress(packed, 9) if twice else packed, keys)
    if dice.random() < .5:
        return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                          b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents [4 0 R 4 0 R 4 0 R] /Resources << /Font << /F 5 0 R >> >> >>", bomb, FONT])
    return paged(TEXT, more=[bomb], font=b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>")


def mappings(dice):
    """Endless tables of characters and widths."""
    lines = dice.choice((b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange",
                         b"1 beginbfrange <00> <ff> [" + b"<0041>" * 100_000 + b"] endbfrange", b"/X usecmap " * 10_000,
                         b"100 beginbfchar " + b"<41> <" + b"0041" * 50_000 + b"> endbfchar", b"999999999 begincidrange <00> <ff> -1 endcidrange"))
    font = (b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding %s /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A "
            b"/CIDSystemInfo << >> /DW %s /W [0 %s 9 %s [%s]] >>] >>"
            % (dice.choice((b"/Identity-H", b"6 0 R", b"/None", b"/UniJIS-UCS2-H")), dice.choice(HUGE), dice.choice(HUGE), dice.choice(HUGE), b"9 " * 50_000))
    return paged(TEXT * 20, more=[stream(b"/CIDInit /ProcSet findresource begin begincmap " + lines + b" endcmap", b"/Type /CMap /UseCMap 6 0 R")], font=font)


def embedded(dice):
    """Fonts and pictures whose programs are noise."""
    kind, noise = dice.choice((b"FontFile", b"FontFile2", b"FontFile3")), dice.randbytes(dice.choice((0, 9, 3000)))
    head = dice.choice((b"", b"\0\1\0\0\0\x0f", b"OTTO\0\x05", b"%!PS-AdobeFont-1.0\neexec\n", b"\1\0\4\2"))
    font = b"<< /Type /Font /Subtype %s /BaseFont /A /FirstChar 0 /LastChar %s /Widths [%s] /FontDescriptor << /%s 6 0 R /Flags %s >> >>" % (
        dice.choice((b"/TrueType", b"/Type1", b"/MMType1")), dice.choice(HUGE), b"500 " * 256, kind, dice.choice(HUGE))
    image = stream(dice.randbytes(500), b"/Subtype /Image /Width %s /Height %s /BitsPerComponent %s /ColorSpace /DeviceRGB /Filter %s" % (
        dice.choice(HUGE), dice.choice(HUGE), dice.choice(HUGE), dice.choice((b"/JPXDecode", b"/JBIG2Decode", b"/DCTDecode", b"/CCITTFaxDecode"))))
    return paged(TEXT * 9 + b"/I Do BI /W 99999999 /H 99999999 /BPC 8 /CS /RGB ID xx EI " + TEXT, b"/Font << /F 5 0 R >> /XObject << /I 7 0 R >>",
                 [stream(head + noise, b"/Length1 %s" % dice.choice(HUGE)), image], font=font)


def streams_of_objects(dice):
    """Cross-references and objects in streams, which name themselves and sizes without end."""
    body = b"%PDF-1.7\n1 0 obj\n" + stream(dice.randbytes(60), b"/Type /ObjStm /N %s /First %s /Extends 1 0 R" % (dice.choice(HUGE), dice.choice(HUGE))) + b"\nendobj\n"
    table = stream(dice.choice((b"\2\0\0\0\1\0", dice.randbytes(600), bytes(6) * 5000)), b"/Type /XRef /Size %s /W [%s] /Index [0 %s %s 9] /Root 3 0 R /Prev %d" % (
        dice.choice(HUGE), dice.choice((b"1 4 1", b"8 8 8", b"0 0 0", b"-1 2 3", b"999999999 1 1")), dice.choice(HUGE), dice.choice(HUGE), len(body)))
    return body + b"2 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def locked(dice):
    keys = b"/Filter /%s /V %s /R %s /Length %s /P -4 /O <%s> /U <%s>" % (dice.choice((b"Standard", b"Other")), dice.choice((b"1", b"2", b"4", b"5", b"9")),
           dice.choice((b"2", b"3", b"4", b"6", b"99")), dice.choice(HUGE + [b"128"]), dice.randbytes(32).hex().encode(), dice.randbytes(dice.choice((0, 32, 48))).hex().encode())
    return paged(TEXT).replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt << %s >>" % keys)


def long_content(dice):
    count = dice.choice((5000, 200_000))
    return paged(dice.choice((TEXT * (count // 20), b"q " * count, b"0 0 m 9 9 l S " * count, b"[" + b"(a) -9 " * count + b"] TJ", b"(" + b"a" * count * 9 + b") Tj",
                              b"BT /F 9 Tf (" + b"word " * count + b") Tj ET", b"\xff" * count, b"/F gs " * count)))


def patterns(dice):
    """Patterns, shadings and functions that need themselves."""
    more = [stream(b"/Pattern cs /P scn 0 0 600 800 re f BT /F 9 Tf (A) Tj ET",
                   b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 %s 1] /XStep %s /YStep 0 /Resources << /Pattern << /P 6 0 R >> >>"
                   % (dice.choice(HUGE), dice.choice(HUGE))), b"<< /FunctionType 3 /Domain [0 1] /Functions [7 0 R 7 0 R] /Bounds [%s] /Encode [0 1 0 1] >>" % dice.choice(HUGE)]
    resources = b"/Font << /F 5 0 R >> /Pattern << /P 6 0 R >> /Shading << /S << /ShadingType %d /ColorSpace /DeviceRGB /Coords [0 0 9 9 0 0] /Function 7 0 R >> >>" % dice.randrange(9)
    states = b" /ExtGState << /G << /Font [5 0 R %s] /SMask << /S /Alpha /G 6 0 R >> >> >>" % dice.choice(HUGE)
    return paged(b"/G gs /Pattern cs /P scn 0 0 600 800 re f /S sh " + TEXT * 3, resources + states, more)


def nothing(dice):
    return dice.choice((b"", b"%PDF", b"%PDF-1.7", b"%PDF-1.7\n" + dice.randbytes(5000), dice.randbytes(900), b"<html>%PDF-1.4</html>", b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000,
                        b"\0" * 100_000 + b"%PDF-1.4", b"%PDF-1.4\ntrailer << /Root 1 0 R >>\n1 0 obj 1 0 R endobj\nstartxref\n0"))


KINDS = [cut, flipped, spliced, without_objects, doubled_objects, broken_xref, crossed_references, wrong_lengths, wrong_filters, blown_numbers, renamed_keys, page_loops,
         many_pages, deep, forms, drawn_fonts, many_fonts, sizes, lost_fonts, far_away, bombs, mappings, embedded, streams_of_objects, locked, long_content, patterns, nothing]
# Files of one ingest: so many reasons are shown one by one.
BATCH = 10
PACKAGES = ("pypdf",)


def packaged(folder):
    """The PDFs that come with the tests of packages, as far as they can be had."""
    for package in PACKAGES:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", folder, package],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if shutil.which("npm"):
        subprocess.run(["npm", "pack", "--silent", "pdf-parse@1.1.1"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for archive in sorted([*folder.glob("*.tar.gz"), *folder.glob("*.tgz")]):
        with tarfile.open(archive) as file:
            for entry in file:
                if entry.isfile() and entry.name.lower().endswith(".pdf") and entry.size < 30 << 20:
                    yield f"{archive.name.split('-')[0]}-{len(entry.name)}-{pathlib.Path(entry.name).name}", file.extractfile(entry).read()


def read_alone(program, path, options):
    """Seconds, MiB, and whether the reader of one file ended in order."""
    with open(path, "rb") as source:
        began = time.monotonic()
        child = subprocess.Popen([program, "read-pdf", "--memory", str(options.megabytes)], stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        timer = threading.Timer(options.seconds, child.kill)
        timer.start()
        words = child.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
    return time.monotonic() - began, used.ru_maxrss / 1024, status, words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=340)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", type=pathlib.Path, default=gold.PROGRAM)
    parser.add_argument("--packages", action="store_true")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=10, help="for one file")
    parser.add_argument("--megabytes", type=int, default=1024, help="for one file")
    options = parser.parse_args()
    program = options.program.resolve()
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        folder = options.keep or work / "papers"
        folder.mkdir(exist_ok=True)
        for number in range(options.count):
            kind = KINDS[number % len(KINDS)]
            (folder / f"{number:04}-{kind.__name__}.pdf").write_bytes(kind(random.Random(f"{options.seed} {number}")))
        if options.packages:
            (work / "packages").mkdir()
            for name, content in packaged(work / "packages"):
                (folder / name).write_bytes(content)
        for path in options.folder.rglob("*.pdf") if options.folder else ():
            (folder / f"{len(str(path))}-{path.name}").write_bytes(path.read_bytes())
        files = sorted(folder.iterdir())
        crashed, limited, slowest, largest = [], [], (0, ""), (0, "")
        for path in files:
            seconds, megabytes, status, words = read_alone(program, path, options)
            slowest, largest = max(slowest, (seconds, path.name)), max(largest, (megabytes, path.name))
            if seconds >= options.seconds or "memory allocation" in words:
                limited.append(path.name)
            elif status:
                crashed.append(f"{path.name}: status {status}: {words.strip()[:200]}")
            if megabytes > 1.1 * options.megabytes:
                crashed.append(f"{path.name}: {megabytes:.0f} MiB")
        print(f"{len(files)} files: slowest {slowest[0]:.1f} s ({slowest[1]}), largest {largest[0]:.0f} MiB ({largest[1]}), stopped by limits {len(limited)}")
        for name in limited:
            print(f"  stopped: {name}")
        began, codes, reasons, silent = time.monotonic(), set(), {}, []
        for start in range(0, len(files), BATCH):
            batch, index = files[start:start + BATCH], work / f"index-{start}"
            done = subprocess.run([program, "ingest", "--index", index, "--pdf-time", str(options.seconds), "--pdf-memory", str(options.megabytes), *batch],
                                  capture_output=True, text=True)
            codes.add(done.returncode)
            listed = gold.run(program, "extract", "metadata", "--index", index, "--format", "csv").decode() if done.returncode in (0, 3) else ""
            reasons |= {name: reason for name, reason in re.findall(r"^ *(?:\S*/)?([^/\n]+\.pdf):? ((?<=: ).+|is the same as .+)", done.stderr, re.M)}
            silent += [path.name for path in batch if path.name not in reasons and path.name not in listed]
        took = time.monotonic() - began
        counts = collections.Counter(re.sub(r"\S+\.pdf", "another", re.sub(r"\b\d+\b", "N", reason)) for reason in reasons.values())
        print(f"ingest: exit codes {codes}, {took:.1f} s, {len(files) - len(reasons)} read, {len(reasons)} skipped")
        for reason, count in counts.most_common():
            print(f"{count:6}  {reason}")
        for failure in crashed:
            print(f"CRASHED {failure}")
        for name in silent:
            print(f"NOT ACCOUNTED FOR {name}")
        return 1 if crashed or silent or codes - {0, 3} else 0


if __name__ == "__main__":
    sys.exit(main())
